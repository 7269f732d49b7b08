import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { sampleBody } from '../../lib/testing';
import { describeWithBrowser, openBrowser, violationsOf } from '../support/browser';
import { embeddedDatabase } from '../support/embedded-database';
import { killAll, post, start, type OwnDatabase } from '../support/example-app';

const created = 'Live.CallbackAfterCreateRoom';
const members = 'Live.CallbackAfterMemberStateChanged';
const seats = 'Mic.CallbackAfterSeatInfoChanged';
const gift = 'Live.CallbackBeforeSendGift';
const ended = 'Live.CallbackAfterDestroyRoom';

const RoomId = 'room 1';
const hostile = '<script>document.title="hacked"</script><img src=x onerror=alert(1)>';
const seat = { IsTakenDisabled: false, IsAudioDisabled: false, IsVideoDisabled: false };

describeWithBrowser('the page of the board', () => {
  let database: OwnDatabase;
  let app: Awaited<ReturnType<typeof start>>;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  const tell = (command: Parameters<typeof sampleBody>[0], fields: object): Promise<unknown> =>
    post(app.url, command, { ...sampleBody(command), EventTime: Date.now(), ...fields });
  const open = (RoomName: string): Promise<unknown> => {
    const { RoomInfo } = sampleBody(created);
    return tell(created, { RoomInfo: { ...RoomInfo, RoomId, RoomName } });
  };
  const look = async (options: BrowserContextOptions = {}): Promise<void> => {
    const context = await browser.newContext(options);
    page = await context.newPage();
    complaints = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    await page.goto(app.url);
    await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
  };
  const room = () => page.getByRole('article');

  beforeAll(async () => {
    database = await embeddedDatabase();
    [app, browser] = await Promise.all([start(database.settings), openBrowser()]);
  }, 60_000);
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser?.close();
    await killAll();
    await database?.drop();
  });

  it('says so while there is no room, and has no accessibility violation then', async () => {
    await look();
    await page.getByText('No room is live yet.').waitFor();
    await page.getByText('Nothing has arrived yet.').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
  }, 20_000);

  it('shows while it is open a room that opens, a member who comes, a seat that is taken, a gift that is denied', async () => {
    await look();
    await open('Sunday piano');
    await room().getByRole('heading', { name: 'Sunday piano' }).waitFor();

    await tell(members, { RoomId, MemberList: [{ Member_Account: '144115233775727695' }] });
    await room().getByRole('listitem').getByText('144115233775727695', { exact: true }).waitFor();
    await room().getByRole('img', { name: '1 now' }).waitFor();
    await page.getByText('144115233775727695 came in').waitFor();

    const barred = { ...seat, Index: 2, IsAudioDisabled: true, IsVideoDisabled: true };
    const SeatList = [
      { ...seat, Index: 0, Member_Account: 'ann' },
      { ...seat, Index: 1, IsTakenDisabled: true },
      barred,
    ];
    await tell(seats, { RoomId, SeatList });
    await room().getByText('ann', { exact: true }).waitFor();
    const shown = await room().locator('.seat').allInnerTexts();
    expect(shown.map((text) => text.replaceAll(/\s+/g, ' '))).toEqual([
      'Seat 0 ann',
      'Seat 1 locked',
      'Seat 2 empty audio barred video barred',
    ]);

    const { GiftWater } = sampleBody(gift);
    await tell(gift, { RoomId, GiftWater: { ...GiftWater, Coins: 9000, Time: Math.floor(Date.now() / 1000) } });
    await room().getByText('1 denied').waitFor();
    expect(complaints).toEqual([]);
  }, 20_000);

  it('takes a room named like a script, and whatever else a user wrote, as text', async () => {
    await look();
    await open(hostile);
    await tell(members, { RoomId, MemberList: [{ Member_Account: hostile }] });
    await room().getByRole('heading', { name: hostile }).waitFor();
    await room().getByRole('listitem').getByText(hostile).waitFor();
    await page.getByText(`${hostile} came in`).waitFor();
    expect(await page.title()).toBe('Live board');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(complaints).toEqual([]);
  }, 20_000);

  it.each([
    ['desktop', 'light', { width: 1280, height: 900 }],
    ['desktop', 'dark', { width: 1280, height: 900 }],
    ['phone', 'light', { width: 390, height: 844 }],
    ['phone', 'dark', { width: 390, height: 844 }],
  ] as const)(
    'fits a %s in %s, without an accessibility violation',
    async (_screen, colorScheme, viewport) => {
      await look({ viewport, colorScheme, reducedMotion: 'reduce' });
      await room().first().waitFor();
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
    },
    20_000,
  );

  it('leads the keyboard to the events', async () => {
    await look();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the latest events');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('feed');
  }, 20_000);

  it('shows that the stream is down, and has missed nothing when the app is back', async () => {
    await look();
    await room().first().waitFor();
    const { port } = new URL(app.url);
    expect(await app.stop()).toBe(0);
    await page.getByRole('status').getByText('Stream down, reconnecting').waitFor();

    app = await start({ ...database.settings, PORT: port });
    await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
    await page.getByText(`${hostile} came in`).waitFor();
    await tell(members, { RoomId, MemberList: [{ Member_Account: 'bob' }] });
    await room().getByRole('listitem').getByText('bob', { exact: true }).waitFor();
  }, 30_000);

  it('shows a room that ends as ended, with nobody in it', async () => {
    await look();
    await room().getByText('on-line').waitFor();
    await tell(ended, { RoomId });
    await room()
      .getByText(/^Ended/)
      .waitFor();
    expect(await room().getByRole('listitem').count()).toBe(0);
  }, 20_000);
});
