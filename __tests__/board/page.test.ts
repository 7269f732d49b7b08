import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { sampleBody } from '../../lib/testing';
import { describeWithBrowser, openBrowser, violationsOf } from '../support/browser';
import { embeddedDatabase } from '../support/embedded-database';
import { boardPassword, killAll, post, start, type OwnDatabase } from '../support/example-app';

const created = 'Live.CallbackAfterCreateRoom';
const members = 'Live.CallbackAfterMemberStateChanged';
const seats = 'Mic.CallbackAfterSeatInfoChanged';
const gift = 'Live.CallbackBeforeSendGift';
const ended = 'Live.CallbackAfterDestroyRoom';
const message = 'Group.CallbackAfterSendMsg';

const RoomId = 'room 1';
const hostile = '<script>document.title="hacked"</script><img src=x onerror=alert(1)>';
const seat = { IsTakenDisabled: false, IsAudioDisabled: false, IsVideoDisabled: false };

/** How long the rooms are followed while events arrive. `FOLLOWED_SECONDS=60` follows them for a minute. */
const followedMs = Number(process.env['FOLLOWED_SECONDS'] ?? 12) * 1000;

describeWithBrowser('the page of the board', () => {
  let database: OwnDatabase;
  let app: Awaited<ReturnType<typeof start>>;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  const send = (command: Parameters<typeof sampleBody>[0], fields: object): Promise<unknown> =>
    post(app.url, command, { ...sampleBody(command), EventTime: Date.now(), ...fields });
  const open = (RoomName: string, id = RoomId): Promise<unknown> => {
    const { RoomInfo } = sampleBody(created);
    return send(created, { RoomInfo: { ...RoomInfo, RoomId: id, RoomName } });
  };
  const look = async (path = '/', options: BrowserContextOptions = {}): Promise<void> => {
    const httpCredentials = { username: 'anyone', password: boardPassword };
    const context = await browser.newContext({ httpCredentials, locale: 'en-US', ...options });
    page = await context.newPage();
    complaints = [];
    page.on('console', (entry) => entry.type() === 'error' && complaints.push(entry.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    await page.goto(app.url + path);
    await page.locator('#connection[data-state=live]').waitFor();
  };
  const row = (name = 'Sunday piano') => page.getByRole('row').filter({ hasText: name });

  beforeAll(async () => {
    database = await embeddedDatabase();
    [app, browser] = await Promise.all([start(database.settings), openBrowser()]);
  }, 120_000);
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser?.close();
    await killAll();
    await database?.drop();
  }, 30_000);

  it('teaches the first steps while no event has come, without an accessibility violation', async () => {
    await look();
    await page.getByText('Waiting for the first event').waitFor();
    await page.getByText("curl -sS 'http").waitFor();
    await page.getByText('npx tencent-live-webhooks set-callback').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('shows a room in the table as it opens, and everything about it on a page of its own', async () => {
    await look();
    await open('Sunday piano');
    await row().waitFor();
    await page.getByText('1 of 1 rooms').waitFor();
    await page.getByText('Replies, failures and refusals are those of this process.').waitFor();
    await send(members, { RoomId, MemberList: [{ Member_Account: '144115233775727695' }] });
    await row().getByRole('cell', { name: '1', exact: true }).waitFor();

    await row().getByRole('link').click();
    await page.getByRole('heading', { name: 'Sunday piano' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/rooms/room%201');
    await page.getByRole('listitem').getByText('144115233775727695', { exact: true }).waitFor();
    await page.getByText('144115233775727695 entered').waitFor();

    const barred = { ...seat, Index: 2, IsAudioDisabled: true, IsVideoDisabled: true };
    const SeatList = [
      { ...seat, Index: 0, Member_Account: 'ann' },
      { ...seat, Index: 1, IsTakenDisabled: true },
      barred,
    ];
    await send(seats, { RoomId, SeatList });
    await page.locator('.seat').getByText('ann', { exact: true }).waitFor();
    const shown = await page.locator('.seat').allInnerTexts();
    expect(shown.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
      'Seat 0 ann',
      'Seat 1 locked',
      'Seat 2 empty audio off video off',
    ]);

    const { GiftWater } = sampleBody(gift);
    await send(gift, { RoomId, GiftWater: { ...GiftWater, Coins: 9000, Time: Math.floor(Date.now() / 1000) } });
    await page.getByText('1 denied', { exact: true }).waitFor();
    await page.getByText('denied 102101').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('takes a room named like a script, and whatever else a user wrote, as text', async () => {
    await look();
    await open(hostile);
    await send(members, { RoomId, MemberList: [{ Member_Account: hostile }] });
    const MsgBody = [{ MsgType: 'TIMTextElem', MsgContent: { Text: hostile } }];
    await send(message, { GroupId: RoomId, MsgBody });
    await row(hostile).getByRole('link').click();
    await page.getByRole('heading', { name: hostile }).waitFor();
    await page.getByText(`${hostile} entered`).waitFor();
    await page.getByText(`wrote “${hostile}”`).waitFor();
    expect(await page.title()).toBe(`${RoomId} · Live board`);
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(complaints).toEqual([]);
  }, 60_000);

  it('shows a delivery with its body, its reply and what to do, and follows new ones until it is paused', async () => {
    await open('a room before');
    await post(app.url, seats, '{"Member_Account":144115233775727695');
    await look('/deliveries');
    await page.getByRole('button', { name: 'Refused' }).click();
    await page.getByRole('row').filter({ hasText: 'bad-json' }).first().getByRole('button').click();
    const detail = page.getByRole('complementary');
    await detail.getByText('{"Member_Account":144115233775727695').waitFor();
    await detail.getByText('The body is not JSON.').first().waitFor();
    await detail.getByText('"ActionStatus":"FAIL"').waitFor();
    expect(await violationsOf(page)).toEqual([]);

    await page.getByRole('button', { name: 'All', exact: true }).click();
    const rows = page.locator('tbody tr');
    const isOpening = { hasText: 'Live.CallbackAfterCreateRoom' };
    // Until then, the list is the one of refused deliveries.
    await rows.filter(isOpening).first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    const before = await rows.count();
    await open(hostile);
    await page.getByRole('button', { name: '1 new' }).click();
    await rows.nth(before).waitFor();
    await rows.first().filter(isOpening).getByRole('button').click();
    await detail.getByText('"CallbackCommand": "Live.CallbackAfterCreateRoom"').waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);

  it.each([
    ['desktop', 'light', { width: 1280, height: 900 }, '/'],
    ['desktop', 'dark', { width: 2560, height: 1440 }, '/'],
    ['phone', 'light', { width: 390, height: 844 }, '/'],
    ['phone', 'dark', { width: 390, height: 844 }, '/rooms/room%201'],
    ['phone', 'light', { width: 390, height: 844 }, '/deliveries'],
  ] as const)(
    'fits a %s in %s, at %j, without an accessibility violation: %s',
    async (_screen, colorScheme, viewport, path) => {
      await look(path, { viewport, colorScheme, reducedMotion: 'reduce' });
      await page.locator('table, article').first().waitFor();
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      const smallest = `Math.min(...[...document.querySelectorAll('body *')]
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
        .map((element) => parseFloat(getComputedStyle(element).fontSize)))`;
      expect(await page.evaluate(smallest)).toBeGreaterThanOrEqual(12);
    },
    60_000,
  );

  it('adds older deliveries once, however often they are asked for, and gives the focus back', async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, at) => send(members, { RoomId: 'older', EventTime: Date.now() - at })),
    );
    await look('/deliveries');
    await Promise.all([page.waitForResponse(/room=older/), page.getByLabel('Room').fill('older')]);
    const rows = page.locator('tbody tr');
    await rows.nth(49).filter({ hasText: 'older' }).waitFor();
    let asked = 0;
    await page.route('**/api/deliveries?*before=*', async (route) => {
      asked += 1;
      await sleep(500);
      await route.continue();
    });
    await page.getByRole('button', { name: 'Older ones' }).dblclick();
    await rows.nth(50).waitFor();
    expect(asked).toBe(1);

    const first = rows.first().getByRole('button');
    await first.click();
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await first.and(page.locator(':focus')).count()).toBe(1);
    expect(complaints).toEqual([]);

    await page.route('**/api/deliveries**', (route) => route.fulfill({ status: 500, json: { error: 'No luck.' } }));
    for (const button of [first, page.getByRole('button', { name: 'Older ones' })]) {
      await button.click();
      await page.getByRole('alert').getByText('No luck.').waitFor();
    }
  }, 60_000);

  it('does not call a room unknown while the app cannot read it', async () => {
    await look();
    let isAway = true;
    await page.route('**/api/rooms/**', (route) =>
      isAway ? route.fulfill({ status: 500, json: { error: 'The database is away.' } }) : route.continue(),
    );
    await row('Sunday piano').or(row(hostile)).first().getByRole('link').click();
    await sleep(1000);
    expect(await page.getByText('No event has mentioned this room').count()).toBe(0);
    isAway = false;
    await page.locator('article.room').waitFor();
  }, 60_000);

  it('holds no connection while the page is hidden', async () => {
    await look();
    const streams: string[] = [];
    page.on('request', (request) => request.url().includes('/api/stream') && streams.push('opened'));
    page.on('requestfailed', (request) => request.url().includes('/api/stream') && streams.push('closed'));
    const setHidden = (isHidden: boolean) =>
      page.evaluate(`Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`);
    await setHidden(true);
    await sleep(200);
    expect(streams).toEqual(['closed']);
    await setHidden(false);
    await sleep(200);
    expect(streams).toEqual(['closed', 'opened']);
    await page.locator('#connection[data-state=live]').waitFor();
  }, 60_000);

  it('understands an address that makes no sense', async () => {
    await look('/?page=-1&size=abc&state=all');
    await page.getByText('Page 1 of 1').waitFor();
    await look('/?page=999&state=all');
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByText('Page 1 of 1').waitFor();
  }, 60_000);

  it('speaks Chinese to a Chinese browser, and English when it is asked to, and remembers that', async () => {
    await look('/', { locale: 'zh-CN' });
    await page.getByRole('heading', { name: '直播间' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh');
    expect(await violationsOf(page)).toEqual([]);
    await post(app.url, seats, '{"cut');
    await page.getByRole('link', { name: '回调记录' }).click();
    await page.getByRole('row').filter({ hasText: 'bad-json' }).first().getByRole('button').click();
    await page.getByRole('complementary').getByText('请求包体不是 UTF-8 或不是 JSON').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('link', { name: '直播间', exact: true }).click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Rooms' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Rooms' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  }, 60_000);

  it('leads the keyboard to each room', async () => {
    await look();
    await row(hostile).waitFor();
    const focused = (): Promise<unknown> => page.evaluate('document.activeElement.textContent.trim()');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    for (let tabs = 0; tabs < 40 && (await focused()) !== hostile; tabs++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: hostile }).waitFor();
  }, 60_000);

  it('shows that there is no connection, and has missed nothing when the app is back', async () => {
    await look();
    await row(hostile).waitFor();
    const { port } = new URL(app.url);
    expect(await app.stop()).toBe(0);
    await page.getByRole('status').getByText('No connection, retrying').waitFor();

    app = await start({ ...database.settings, PORT: port });
    await page.locator('#connection[data-state=live]').waitFor();
    await open('Evening piano', 'room 2');
    await row('Evening piano').waitFor();
  }, 60_000);

  it('shows messages that are held up on their way as delayed', async () => {
    await look();
    await page.evaluate(`{
      const late = EventSource.prototype.addEventListener;
      EventSource.prototype.addEventListener = function (type, listener) {
        late.call(this, type, (event) => setTimeout(listener, type === 'error' ? 0 : 12000, event));
      };
    }`);
    // The page opens another stream, through which everything comes twelve seconds late.
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page
      .getByRole('status')
      .getByText(/Delayed by \d+ s/)
      .waitFor();
    expect(await page.evaluate('getComputedStyle(document.querySelector("main")).filter')).toBe('grayscale(1)');
    expect(await violationsOf(page)).toEqual([]);
  }, 60_000);

  it('shows a room that ends as ended, in its place', async () => {
    await look();
    await send(ended, { RoomId, Statistic: { ...sampleBody(ended).Statistic, TotalViewers: 7 } });
    await row(hostile).locator('.state').getByText('Ended').waitFor();
    await row(hostile).getByRole('link').click();
    await page.getByText('At the end of the room').waitFor();
  }, 60_000);

  it(
    'keeps 500 rooms in their places while 20 events a second arrive',
    async () => {
      const ids = Array.from({ length: 500 }, (_, index) => `many ${String(index).padStart(3, '0')}`);
      for (let from = 0; from < ids.length; from += 25) {
        await Promise.all(ids.slice(from, from + 25).map((id) => open(id, id)));
      }
      await look('/?search=many');
      await page.getByText('25 of 500 rooms').waitFor();
      const places = (): Promise<unknown> =>
        page.evaluate(
          '[...document.querySelectorAll("tbody tr")].map((row) => [row.dataset.room, row.getBoundingClientRect().top])',
        );
      await page.evaluate(`{
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: false });
    }`);
      const before = await places();

      const placesEachSecond: unknown[] = [];
      const until = Date.now() + followedMs;
      let sent = 0;
      while (Date.now() < until) {
        if (sent % 20 === 0) placesEachSecond.push(await places());
        const id = ids[sent % ids.length];
        void send(members, { RoomId: id, MemberList: [{ Member_Account: `member ${sent}` }] }).catch(() => {});
        sent += 1;
        await sleep(50);
      }
      placesEachSecond.push(await places());
      expect(placesEachSecond).toEqual(placesEachSecond.map(() => before));
      expect(await page.evaluate('window.shift')).toBeLessThan(0.1);
      expect(await violationsOf(page)).toEqual([]);
      // The figures moved on meanwhile, and the order is there on request.
      await page
        .locator('tbody tr')
        .filter({ hasText: 'many 000' })
        .getByRole('cell', { name: String(Math.ceil(sent / ids.length)), exact: true })
        .waitFor();
      expect(complaints).toEqual([]);
    },
    followedMs + 110_000,
  );
});

describeWithBrowser('the page of the demo', () => {
  it('proves its promises with real requests', async () => {
    const database = await embeddedDatabase();
    const browser = await openBrowser();
    try {
      const app = await start({ ...database.settings, DEMO: 'on' }, ['BOARD_PASSWORD']);
      const page = await browser.newPage({ locale: 'en-US' });
      await page.goto(`${app.url}/experiments`);
      const experiment = (name: string) => page.getByRole('region', { name });
      const run = async (name: string): Promise<string> => {
        await experiment(name).getByRole('button', { name: 'Run' }).click();
        await experiment(name).getByText('Stored events').waitFor();
        return experiment(name).innerText();
      };
      expect(await run('Send an event twice')).toMatch(/"online":1/);
      expect(await run('Send two events in the wrong order')).toMatch(/"online":0/);
      expect(await run('Send a bad signature')).toMatch(/"ErrorCode":401[^]*nothing$/);
      expect(await run('Send an id that JSON.parse would round')).toContain('"account":"144115233775727695"');
      expect(await run('Use a slow handler')).toMatch(/"ErrorCode":504/);
      expect(await violationsOf(page)).toEqual([]);
    } finally {
      await browser.close();
      await killAll();
      await database.drop();
    }
  }, 120_000);
});
