import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../faults/eventually';
import { embeddedDatabase } from '../support/embedded-database';
import { authorization, get, killAll, post, run, sdkAppId, start, type OwnDatabase } from '../support/example-app';
import { allowed, apiKey, call, createManager, refused, reviewing, sendMessage, textBody } from './clients';

const directory = mkdtempSync(join(tmpdir(), 'moderation-'));
const words = join(directory, 'words.txt');
const databases: OwnDatabase[] = [];

const startApp = async (settings: Readonly<Record<string, string>>) => {
  const database = await embeddedDatabase();
  databases.push(database);
  return start({ ...database.settings, ...settings });
};

afterAll(async () => {
  await killAll();
  await Promise.all(databases.map((database) => database.drop()));
  rmSync(directory, { recursive: true, force: true });
});

describe('in the mode review', () => {
  let url: string;
  let manager: ReturnType<typeof createManager>;
  beforeAll(async () => {
    ({ url } = await startApp(reviewing));
    manager = createManager(url);
  }, 60_000);

  it('a repeated delivery of one message is one row', async () => {
    const message = { GroupId: 'repeated', MsgId: 'the same' };
    const replies = await Promise.all([1, 2, 3].map(() => sendMessage(url, message)));
    expect(replies).toEqual([refused, refused, refused]);
    // The event id that the package documents: a digest of the application, the command, and what identifies a message.
    const identity = `${sdkAppId} Group.CallbackBeforeSendMsg ${JSON.stringify(['repeated', 'the same'])}`;
    const ContentId = createHash('sha256').update(identity).digest('base64url');
    const { TotalCount, Data } = await manager.list('repeated');
    expect(TotalCount).toBe(1);
    expect(Data).toMatchObject([{ ContentId }]);
  });

  it('the same id in another room, and messages without an id, are messages of their own', async () => {
    await sendMessage(url, { GroupId: 'here', MsgId: 'shared' });
    await sendMessage(url, { GroupId: 'there', MsgId: 'shared' });
    await sendMessage(url, { GroupId: 'here', MsgId: undefined });
    await sendMessage(url, { GroupId: 'here', MsgId: undefined });
    const { Data, TotalCount } = await manager.list('here');
    expect(TotalCount).toBe(3);
    expect(new Set(Data.map(({ ContentId }) => ContentId)).size).toBe(3);
    expect(await manager.list('there')).toMatchObject({ TotalCount: 1 });
  });

  it('any message is held, and shown in one line', async () => {
    const MsgBody = [
      { MsgType: 'TIMTextElem', MsgContent: { Text: 'a\0b \ud800 👍' } },
      { MsgType: 'TIMFaceElem', MsgContent: { Index: 1, Data: 'x' } },
      { MsgType: 'TIMImageElem', MsgContent: { ImageInfoArray: [] } },
      { MsgType: 'TIMCustomElem', MsgContent: { Data: '{}', Desc: '', Ext: '' } },
    ];
    expect(await sendMessage(url, { GroupId: 'any', MsgBody })).toEqual(refused);
    expect(await sendMessage(url, { GroupId: 'any', MsgBody: [] })).toEqual(refused);
    const { Data } = await manager.list('any');
    expect(Data.map(({ Content }) => Content)).toEqual(['', 'a\0b \ud800 👍 [face] [image] [custom]']);
  });

  it('ids that no database can hold as they are do no harm', async () => {
    const ids = { GroupId: `a\0\ud800${'x'.repeat(5000)}`, From_Account: `b\0${'y'.repeat(5000)}` };
    expect(await sendMessage(url, ids)).toEqual(refused);
    expect(await manager.list(ids.GroupId.slice(0, 256))).toMatchObject({ TotalCount: 1 });
    expect(await manager.remove(['\0', '\ud800'])).toBe(0);
  });

  it('a client that claims to be approved is held like any other, and only the REST API is believed', async () => {
    const CloudCustomData = JSON.stringify({ moderation_approved_resend: true });
    expect(await sendMessage(url, { GroupId: 'approved', CloudCustomData })).toEqual(refused);
    expect(await sendMessage(url, { GroupId: 'approved', CloudCustomData }, 'Web')).toEqual(refused);
    expect(await sendMessage(url, { GroupId: 'approved' }, 'RESTAPI')).toEqual(refused);
    expect(await sendMessage(url, { GroupId: 'approved', CloudCustomData }, 'RESTAPI')).toEqual(allowed);
    expect(await manager.list('approved')).toMatchObject({ TotalCount: 3 });
  });

  it('what happens to messages is counted', async () => {
    const counts = await (await fetch(`${url}/metrics`, { headers: authorization })).text();
    expect(counts).toMatch(/^moderation_messages_total\{result="held"\} [1-9]\d*$/m);
    expect(counts).toMatch(/^moderation_messages_total\{result="allowed"\} 1$/m);
    expect(counts).toMatch(/^moderation_waiting 0$/m);
  });
});

describe('in the mode rules', () => {
  const rules = { MODERATION: 'rules', MODERATION_API_KEY: apiKey, MODERATION_WORDS: words };

  it('only messages with a word of the list are held, and the switch turns the rules on and off', async () => {
    writeFileSync(words, '\uFEFFspam\r\n\r\n  红包  \n');
    const { url } = await startApp(rules);
    const manager = createManager(url);
    const send = (Text: string) => sendMessage(url, { GroupId: 'ruled', MsgBody: textBody(Text) });
    expect(await send('hello')).toEqual(allowed);
    expect(await send('ＳＰＡＭ')).toEqual(refused);
    expect(await send('领红包吧')).toEqual(refused);
    expect(await manager.list('ruled')).toMatchObject({ TotalCount: 2 });
    await manager.setEnabled(false);
    expect(await send('spam')).toEqual(allowed);
  }, 20_000);

  it('a changed file is in force soon, and one that cannot be used leaves the words before it in force', async () => {
    writeFileSync(words, 'spam\n');
    const app = await startApp({ ...rules, LOG_LEVEL: 'info' });
    const send = async (Text: string) => (await sendMessage(app.url, { MsgBody: textBody(Text) })).ErrorCode;
    expect(await send('eggs')).toBe(0);

    writeFileSync(`${words}.new`, 'eggs\n');
    renameSync(`${words}.new`, words);
    await eventually('the new words are in force', 5, async () => (await send('eggs')) === 1);
    expect(await send('spam')).toBe(0);

    writeFileSync(words, '\n\n');
    await app.printed(/"msg":"the word list cannot be read again; the words read before stay in force"/);
    expect(await send('eggs')).toBe(1);
    rmSync(words);
    await eventually('the missing file is noticed', 5, () => /ENOENT/.test(app.output()));
    expect(await send('eggs')).toBe(1);
    writeFileSync(words, 'spam\n');
    await eventually('the words are in force again', 5, async () => (await send('spam')) === 1);
  }, 40_000);

  it('with MODERATION_ACTION=mask the words are starred, and the rest of the message is sent as it was', async () => {
    writeFileSync(words, 'spam\n');
    const { url } = await startApp({ ...rules, MODERATION_ACTION: 'mask' });
    const face = { MsgType: 'TIMFaceElem', MsgContent: { Index: 1 } };
    const MsgBody = [...textBody('buy Spam'), face];
    expect(await sendMessage(url, { MsgBody })).toEqual({ ...allowed, MsgBody: [...textBody('buy ****'), face] });
    expect(await sendMessage(url, { MsgBody: textBody('hello') })).toEqual(allowed);
    // What stars cannot hide is held.
    expect(await sendMessage(url, { GroupId: 'split', MsgBody: [...textBody('sp'), ...textBody('am')] })).toEqual(
      refused,
    );
    expect(await createManager(url).list('split')).toMatchObject({ TotalCount: 1 });
  }, 20_000);

  it('with MODERATION_ACTION=drop a message is held and its sender is not told', async () => {
    writeFileSync(words, 'spam\n');
    const { url } = await startApp({ ...rules, MODERATION_ACTION: 'drop' });
    expect(await sendMessage(url, { GroupId: 'dropped', MsgBody: textBody('spam') })).toEqual({
      ...allowed,
      ErrorCode: 2,
    });
    expect(await createManager(url).list('dropped')).toMatchObject({ TotalCount: 1 });
  }, 20_000);

  it.each([
    [
      'missing',
      () => rmSync(words, { force: true }),
      /^MODERATION_WORDS: the file cannot be read \(ENOENT.*\): set it to a text file/,
    ],
    [
      'without a word',
      () => writeFileSync(words, ' \n'),
      /^MODERATION_WORDS: the file ".*" has no word: write one per line/,
    ],
    [
      'not UTF-8',
      () => writeFileSync(words, Buffer.from([0xba, 0xec, 0xb0, 0xfc])),
      /^MODERATION_WORDS: .* not UTF-8: save it/,
    ],
  ])(
    'a file that is %s stops the start',
    async (_how, make, message) => {
      make();
      const database = await embeddedDatabase();
      databases.push(database);
      const { code, stderr } = await run({ ...database.settings, ...rules }).ended;
      expect(stderr).toMatch(message);
      expect(stderr.trimEnd()).not.toContain('\n');
      expect(code).toBe(1);
    },
    20_000,
  );
});

describe('by default', () => {
  it('every message is allowed, and the switch cannot be turned on', async () => {
    const { url } = await startApp({ MODERATION_API_KEY: apiKey });
    const manager = createManager(url);
    expect(await sendMessage(url)).toEqual(allowed);
    expect(await manager.isEnabled()).toBe(false);
    expect(await manager.ask('POST', 'toggle', { Enabled: true })).toMatchObject({
      status: 409,
      body: { ErrorInfo: expect.stringContaining('set MODERATION=review or rules') },
    });
    expect(await manager.setEnabled(false)).toMatchObject({ Enabled: false });
  }, 20_000);
});

describe('a callback that cannot be read', () => {
  it.each([
    ['allow', 0],
    ['deny', 1],
  ])(
    'is answered as MODERATION_ON_FAILURE=%s says',
    async (MODERATION_ON_FAILURE, ErrorCode) => {
      const { url } = await startApp({ ...reviewing, MODERATION_ON_FAILURE });
      const body = { CallbackCommand: 'Group.CallbackBeforeSendMsg', GroupId: 'room' };
      expect(await post(url, 'Group.CallbackBeforeSendMsg', body)).toMatchObject({ ErrorCode });
      expect(await createManager(url).list('room')).toMatchObject({ TotalCount: 0 });
    },
    20_000,
  );
});

describe('without a key', () => {
  it('the endpoints answer 503 with the fix, and messages are held and can be reviewed all the same', async () => {
    const { url } = await startApp({ MODERATION: 'review' });
    expect(await call(`${url}/moderation/toggle`, 'GET', { 'X-Api-Key': apiKey })).toMatchObject({
      status: 503,
      body: { ErrorInfo: expect.stringContaining('set MODERATION_API_KEY here') },
    });
    expect(await sendMessage(url)).toEqual(refused);
    expect(await get(`${url}/api/review`)).toMatchObject([200, { store: { held: 1 } }]);
  }, 20_000);

  it('a demo is open', async () => {
    const { url } = await startApp({ DEMO: 'on', MODERATION: 'review' });
    expect(await call(`${url}/moderation/toggle`, 'GET')).toMatchObject({ status: 200, body: { Enabled: true } });
  }, 20_000);
});

describe('with a port of their own', () => {
  it('the endpoints are there and nowhere else, and nothing else is there', async () => {
    const app = await startApp({ ...reviewing, MODERATION_PORT: '0' });
    const apart = await app.printed(/^Moderation: +(http:.*)\/moderation\n/m);
    expect(await sendMessage(app.url, { GroupId: 'apart' })).toEqual(refused);
    expect(await createManager(apart).list('apart')).toMatchObject({ TotalCount: 1 });
    expect((await get(`${app.url}/moderation/toggle`))[0]).toBe(404);
    expect((await fetch(`${apart}/tencent-callback`)).status).toBe(404);
    expect((await fetch(`${apart}/api/review`, { headers: authorization })).status).toBe(404);
    expect(await app.stop()).toBe(0);
  }, 60_000);

  it('a port that is in use stops the start with a sentence that names the setting', async () => {
    const { url } = await startApp(reviewing);
    const { port } = new URL(url);
    const database = await embeddedDatabase();
    databases.push(database);
    const { code, stderr } = await run({ ...database.settings, ...reviewing, MODERATION_PORT: port }).ended;
    expect([code, stderr]).toEqual([
      1,
      `Port ${port} is in use: stop the program that uses it, or choose another one with MODERATION_PORT.\n`,
    ]);
  }, 60_000);
});
