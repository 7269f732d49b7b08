import { bothDatabases } from '../support/databases';
import { killAll, sdkAppId, start, type OwnDatabase } from '../support/example-app';
import { apiKey, call, createManager, refused, reviewing, sendMessage, textBody } from './clients';

const hostile = `'; drop table moderation_held; --<script>alert(1)</script>`;
const failure = (status: number, ErrorInfo: unknown = expect.any(String)) => ({
  status,
  body: { ActionStatus: 'FAIL', ErrorCode: status, ErrorInfo },
});

describe.each(bothDatabases)('the endpoints of the Manager on $name', ({ describeHere, own }) => {
  describeHere('with a key', () => {
    let database: OwnDatabase;
    let app: Awaited<ReturnType<typeof start>>;
    let manager: ReturnType<typeof createManager>;

    beforeAll(async () => {
      database = await own();
      app = await start({ ...database.settings, ...reviewing, MODERATION_TIME_ZONE: 'Asia/Shanghai' });
      manager = createManager(app.url);
    }, 60_000);
    afterAll(async () => {
      await killAll();
      await database?.drop();
    });

    it('list what was refused, page by page, newest first, and delete it', async () => {
      const GroupId = 'a room';
      const before = Date.now();
      for (const number of [1, 2, 3, 4, 5]) {
        const message = { GroupId, From_Account: `user ${number}`, MsgBody: textBody(`text ${number}`) };
        expect(await sendMessage(app.url, message)).toEqual(refused);
      }

      const pages = [
        await manager.list(GroupId, 1, 2),
        await manager.list(GroupId, 2, 2),
        await manager.list(GroupId, 3, 2),
      ];
      expect(pages.map(({ TotalCount }) => TotalCount)).toEqual([5, 5, 5]);
      const entries = pages.map(({ Data }) => Data).flat();
      expect(entries.map(({ Content }) => Content)).toEqual(['text 5', 'text 4', 'text 3', 'text 2', 'text 1']);
      expect(entries[0]).toEqual({
        ContentId: expect.any(String),
        From_Account: 'user 5',
        Content: 'text 5',
        Time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/),
      });
      // Shanghai is eight hours ahead of UTC all year.
      const heldAt = Date.parse(`${entries[0]!.Time.replace(' ', 'T')}+08:00`);
      expect(Math.abs(heldAt - before)).toBeLessThan(30_000);

      const ids = entries.slice(0, 2).map(({ ContentId }) => ContentId);
      expect(await manager.remove([...ids, ...ids, 'unknown'])).toBe(2);
      expect(await manager.remove(ids)).toBe(0);
      expect(await manager.list(GroupId)).toMatchObject({ TotalCount: 3, Data: entries.slice(2) });
    });

    it('list one room only', async () => {
      await sendMessage(app.url, { GroupId: 'another room' });
      expect(await manager.list('another room')).toMatchObject({ TotalCount: 1 });
      expect(await manager.list('an empty room')).toMatchObject({ TotalCount: 0, Data: [] });
    });

    it('give pages that do not shift, whatever arrives or is deleted while they are read', async () => {
      const GroupId = 'a busy room';
      const send = (Text: string) => sendMessage(app.url, { GroupId, MsgBody: textBody(Text) });
      for (const text of ['1', '2', '3', '4', '5', '6']) await send(text);
      const contents = async (pageNo: number) =>
        (await manager.list(GroupId, pageNo, 2)).Data.map(({ Content }) => Content);

      expect(await contents(1)).toEqual(['6', '5']);
      await send('7');
      expect(await contents(2)).toEqual(['4', '3']);
      // A moderator deletes what was on the page, and looks at the next one.
      const { Data } = await manager.list(GroupId, 2, 2);
      await manager.remove(Data.map(({ ContentId }) => ContentId));
      await send('8');
      expect(await contents(3)).toEqual(['2', '1']);
      expect(await contents(1)).toEqual(['8', '7']);
      expect(await contents(2)).toEqual(['6', '5']);
      // A page that is jumped to begins where the pages before it would end now.
      expect(await contents(3)).toEqual(['2', '1']);
      expect(await contents(4)).toEqual([]);
    });

    it('turn the switch, and what was held stays in the list', async () => {
      const GroupId = 'a switched room';
      expect(await manager.ask('GET', 'toggle')).toEqual({
        status: 200,
        body: { ActionStatus: 'OK', ErrorCode: 0, Enabled: true },
      });
      await sendMessage(app.url, { GroupId });
      expect(await manager.setEnabled(false)).toEqual({ ActionStatus: 'OK', ErrorCode: 0, Enabled: false });
      expect(await manager.isEnabled()).toBe(false);
      expect(await sendMessage(app.url, { GroupId })).toMatchObject({ ErrorCode: 0 });
      expect((await manager.list(GroupId)).TotalCount).toBe(1);
      await manager.setEnabled(true);
      expect(await sendMessage(app.url, { GroupId })).toEqual(refused);
    });

    describe.each([
      ['GET', 'toggle'],
      ['POST', 'toggle'],
      ['POST', 'list'],
      ['POST', 'delete'],
    ] as const)('refuse %s %s', (method, path) => {
      const url = (): string => `${app.url}/moderation/${path}`;
      const withKey = { 'X-Api-Key': apiKey };

      it.each([
        ['no key', {}],
        ['an empty key', { 'X-Api-Key': '' }],
        ['a wrong key', { 'X-Api-Key': 'x'.repeat(apiKey.length) }],
        ['a key that begins with the right one', { 'X-Api-Key': `${apiKey}x` }],
        ['the key given twice', { 'X-Api-Key': [apiKey, apiKey] }],
        ['the key and a wrong one', { 'X-Api-Key': [apiKey, 'x'] }],
      ])('with %s', async (_what, headers) => {
        const reply = await call(url(), method, headers, '{}');
        expect(reply).toEqual(failure(401, expect.stringContaining('X-Api-Key')));
        expect(JSON.stringify(reply)).not.toContain(apiKey);
      });

      if (method === 'GET') return;

      it.each([
        ['no body', ''],
        ['a body that is not JSON', 'Enabled=false'],
        ['half of a JSON text', '{"Enabled":'],
        ['JSON that is no object', '"text"'],
        ['null', 'null'],
        ['an array', '[]'],
        ['an empty object', '{}'],
        ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
      ])('with %s', async (_what, body) => {
        expect(await call(url(), method, withKey, body)).toEqual(failure(400));
      });

      it('with a body of 2 MiB', async () => {
        const body = JSON.stringify({ Receiver: 'x'.repeat(2 * 1024 * 1024) });
        expect(await call(url(), method, withKey, body)).toEqual(failure(413));
      });
    });

    it.each([
      ['toggle', { Enabled: 'false' }, 'Enabled must be true or false.'],
      ['toggle', { Enabled: 1 }, 'Enabled must be true or false.'],
      ['toggle', { Enabled: null }, 'Enabled must be true or false.'],
      ['list', { PageNo: 1 }, 'Receiver must be text of 1 to 256 characters.'],
      ['list', { Receiver: '' }, 'Receiver must be text of 1 to 256 characters.'],
      ['list', { Receiver: 5 }, 'Receiver must be text of 1 to 256 characters.'],
      ...[0, -1, 1.5, 1e9 + 1, '2', null].map(
        (PageNo) => ['list', { Receiver: 'r', PageNo }, 'PageNo must be a whole number from 1 to 1000000000.'] as const,
      ),
      ...[0, 101, 1000, '20', 1e99].map(
        (PageSize) => ['list', { Receiver: 'r', PageSize }, 'PageSize must be a whole number from 1 to 100.'] as const,
      ),
      ['list', { Receiver: 'r', Scene: 'C2C' }, 'Scene must be "Group".'],
      ['list', { Receiver: 'r', SdkAppId: hostile }, 'SdkAppId must be an SDKAppID.'],
      ['delete', { ContentIds: [] }, 'ContentIds must be an array of 1 to 10000 texts.'],
      ['delete', { ContentIds: 'id' }, 'ContentIds must be an array of 1 to 10000 texts.'],
      ['delete', { ContentIds: ['id', 5] }, 'ContentIds must be an array of 1 to 10000 texts.'],
      [
        'delete',
        { ContentIds: Array.from({ length: 10_001 }, () => 'id') },
        'ContentIds must be an array of 1 to 10000 texts.',
      ],
    ] as const)('say what is wrong with a body for %s: %j', async (path, body, ErrorInfo) => {
      expect(await manager.ask('POST', path, body)).toEqual(failure(400, ErrorInfo));
    });

    it.each(['list', 'delete'])('refuse %s for another application', async (path) => {
      const body = { Receiver: 'r', ContentIds: ['id'], SdkAppId: sdkAppId + 1 };
      expect(await manager.ask('POST', path, body)).toEqual(failure(403));
      expect(await manager.ask('POST', path, { ...body, SdkAppId: String(sdkAppId + 1) })).toEqual(failure(403));
      expect((await manager.ask('POST', path, { ...body, SdkAppId: String(sdkAppId) })).status).toBe(200);
    });

    it('find nothing on page 1,000,000,000', async () => {
      await sendMessage(app.url, { GroupId: 'far' });
      expect(await manager.list('far', 1e9, 100)).toMatchObject({ TotalCount: 1, Data: [] });
    });

    it('delete up to 10,000 at once, and none that is unknown', async () => {
      const GroupId = 'a full room';
      await Promise.all(Array.from({ length: 30 }, () => sendMessage(app.url, { GroupId })));
      const { Data } = await manager.list(GroupId);
      const unknown = Array.from({ length: 9970 }, (_, index) => `unknown ${index}`);
      expect(await manager.remove([...unknown, ...Data.map(({ ContentId }) => ContentId)])).toBe(30);
      expect(await manager.list(GroupId)).toMatchObject({ TotalCount: 0, Data: [] });
    }, 20_000);

    it('take SQL and HTML in every field as text', async () => {
      const message = {
        GroupId: hostile,
        From_Account: hostile,
        MsgId: hostile,
        MsgBody: textBody(hostile),
        CloudCustomData: hostile,
      };
      expect(await sendMessage(app.url, message)).toEqual(refused);
      const { Data } = await manager.list(hostile);
      expect(Data).toMatchObject([{ From_Account: hostile, Content: hostile }]);
      expect(await manager.remove([hostile, `' or true --`])).toBe(0);
      expect(await manager.ask('POST', 'list', { Receiver: hostile, Scene: hostile })).toEqual(failure(400));
      expect(await manager.remove([Data[0]!.ContentId])).toBe(1);
    });

    it('say that a path or a method does not exist', async () => {
      const headers = { 'X-Api-Key': apiKey };
      expect(await call(`${app.url}/moderation/approve`, 'POST', headers, '{}')).toEqual(failure(404));
      expect(await call(`${app.url}/moderation/list`, 'PUT', headers, '{}')).toEqual(failure(405));
    });
  });
});
