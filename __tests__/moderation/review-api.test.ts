import { embeddedDatabase } from '../support/embedded-database';
import { authorization, killAll, start, type OwnDatabase } from '../support/example-app';
import { readRoom } from '../support/watch-board';
import { apiKey, call, createManager, refused, reviewing, sendMessage, textBody } from './clients';

const json = { ...authorization, 'Content-Type': 'application/json' };
const failure = (status: number, error: unknown) => ({ status, body: { error } });

describe('what the Review tab asks for', () => {
  let database: OwnDatabase;
  let url: string;

  beforeAll(async () => {
    database = await embeddedDatabase();
    ({ url } = await start({ ...database.settings, ...reviewing }));
  }, 60_000);
  afterAll(async () => {
    await killAll();
    await database?.drop();
  });

  it.each([
    ['GET', '/api/review'],
    ['POST', '/api/review/toggle'],
    ['POST', '/api/review/delete'],
  ] as const)('needs the password of the page, and the key of the Manager is none: %s %s', async (method, path) => {
    const body = '{"enabled":false,"contentIds":["id"]}';
    const headers = { 'Content-Type': 'application/json', 'X-Api-Key': apiKey };
    expect(await call(url + path, method, headers, body)).toMatchObject({ status: 401 });
    expect(await createManager(url).isEnabled()).toBe(true);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'takes no body as %s, which a page of another site can send with the browser’s password',
    async (type) => {
      const headers = { ...authorization, 'Content-Type': type };
      expect(await call(`${url}/api/review/toggle`, 'POST', headers, '{"enabled":false}')).toEqual(
        failure(415, expect.stringContaining('Content-Type application/json')),
      );
      expect(await createManager(url).isEnabled()).toBe(true);
    },
  );

  it.each([
    ['/toggle', '{"enabled":"false"}', 'enabled must be true or false.'],
    ['/toggle', '{}', 'enabled must be true or false.'],
    ['/toggle', '[]', 'The body must be a JSON object.'],
    ['/toggle', '{"enabled":', 'The body is not JSON: send a JSON object in UTF-8.'],
    ['/delete', '{"contentIds":[]}', 'contentIds must be an array of 1 to 10000 texts.'],
    ['/delete', '{"contentIds":[5]}', 'contentIds must be an array of 1 to 10000 texts.'],
  ])('says what is wrong with a body for %s: %s', async (path, body, error) => {
    expect(await call(`${url}/api/review${path}`, 'POST', json, body)).toEqual(failure(400, error));
  });

  it.each([
    ['?before=x', 'before must be a cursor.'],
    ['?room=', 'room must be text of 1 to 256 characters.'],
    ['?room=a&room=b', 'room must be text of 1 to 256 characters.'],
  ])('says what is wrong with the query %s', async (query, error) => {
    expect(await call(`${url}/api/review${query}`, 'GET', authorization)).toEqual(failure(400, error));
  });

  it('says that a path or a method does not exist', async () => {
    expect(await call(`${url}/api/review/approve`, 'POST', json, '{}')).toMatchObject({ status: 404 });
    expect(await call(`${url}/api/review/toggle`, 'PUT', json, '{}')).toMatchObject({ status: 405 });
  });

  it('has a held message, which is an event of its room as well', async () => {
    expect(await sendMessage(url, { GroupId: 'a room', From_Account: 'ann', MsgBody: textBody('hello') })).toEqual(
      refused,
    );
    expect(await call(`${url}/api/review?room=a%20room`, 'GET', authorization)).toMatchObject({
      status: 200,
      body: { mode: 'review', enabled: true, messages: [{ room: 'a room', account: 'ann', content: 'hello' }] },
    });
    expect((await readRoom(url, 'a room')).timeline).toMatchObject([
      { command: 'Group.CallbackBeforeSendMsg', errorCode: 1, summary: { who: 'ann' } },
    ]);
  });
});

it('stays on the address of the page, and the endpoints of the Manager on that of the callback URL', async () => {
  const database = await embeddedDatabase();
  const app = await start({ ...database.settings, ...reviewing, BOARD_HOST: '127.0.0.2' });
  const { origin } = new URL(app.callbackUrl);
  expect(new URL(app.url).hostname).toBe('127.0.0.2');
  expect(await createManager(origin).isEnabled()).toBe(true);
  expect((await fetch(`${app.url}/moderation/toggle`, { headers: authorization })).status).toBe(404);
  expect((await fetch(`${app.url}/api/review`, { headers: authorization })).status).toBe(200);
  expect((await fetch(`${origin}/api/review`, { headers: authorization })).status).toBe(404);
  await app.stop();
  await database.drop();
}, 40_000);
