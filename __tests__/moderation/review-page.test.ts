import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { describeWithBrowser, openBrowser, violationsOf } from '../support/browser';
import { embeddedDatabase } from '../support/embedded-database';
import { killAll, start, type OwnDatabase } from '../support/example-app';
import { apiKey, createManager, reviewing, sendMessage, textBody } from './clients';

const hostile = '<script>document.title="hacked"</script><img src=x onerror=alert(1)>\u202E';

describeWithBrowser('the Review tab', () => {
  let database: OwnDatabase;
  let app: Awaited<ReturnType<typeof start>>;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  const send = (GroupId: string, From_Account: string, text: string): Promise<unknown> =>
    sendMessage(app.url, { GroupId, From_Account, MsgBody: textBody(text) });
  const look = async (options: BrowserContextOptions = {}, key = apiKey): Promise<void> => {
    const context = await browser.newContext(options);
    page = await context.newPage();
    complaints = [];
    // Chromium itself reports the refusal of a request without the key.
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${app.url}/review`);
    await page.getByLabel('API key').fill(key);
    await page.keyboard.press('Enter');
  };
  const messages = () => page.getByRole('listitem');
  const status = () => page.getByRole('status');
  const moderation = () => page.getByRole('switch', { name: 'Moderation' });

  beforeAll(async () => {
    database = await embeddedDatabase();
    [app, browser] = await Promise.all([start({ ...database.settings, ...reviewing }), openBrowser()]);
  }, 60_000);
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser?.close();
    await killAll();
    await database?.drop();
  });

  it('asks for the key again while it is wrong, and shows nothing before it is right', async () => {
    await look({}, 'a wrong key');
    await page.getByLabel('API key').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(await moderation().count()).toBe(0);
    await page.getByLabel('API key').fill(apiKey);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('No message waits for review.').waitFor();
    await page.getByText(/To approve a message, use TUILiveKit Manager/).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.reload();
    await page.getByText('No message waits for review.').waitFor();
    expect(complaints).toEqual([]);
  }, 30_000);

  it('shows by itself what is held in all rooms, newest first, and the state of the store', async () => {
    await look();
    await status().getByText('0 messages held in all rooms. The store answers.').waitFor();
    await send('room 1', 'ann', 'first');
    await send('room 2', 'bob', 'second');
    await status().getByText('2 messages held in all rooms. The store answers.').waitFor();
    const shown = await messages().allInnerTexts();
    expect(shown.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
      expect.stringMatching(/^second bob in room 2 (now|\d+ s ago)$/),
      expect.stringMatching(/^first ann in room 1 (now|\d+ s ago)$/),
    ]);
    expect(complaints).toEqual([]);
  }, 30_000);

  it('takes hostile text as text', async () => {
    await send(hostile, hostile, hostile);
    await look();
    const held = messages().filter({ hasText: 'hacked' });
    await held.waitFor();
    expect(await held.locator('bdi').allTextContents()).toEqual([hostile, hostile, hostile]);
    expect(await page.title()).toBe('Review');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(complaints).toEqual([]);
  }, 30_000);

  it('searches by room and by account', async () => {
    await look();
    await messages().first().waitFor();
    await page.getByLabel('Room').fill('room 1');
    await page.keyboard.press('Enter');
    await messages().filter({ hasText: 'second' }).waitFor({ state: 'detached' });
    expect(await messages().count()).toBe(1);
    await page.getByLabel('Account').fill('bob');
    await page.keyboard.press('Enter');
    await page.getByText('No held message matches.').waitFor();
    await page.getByLabel('Room').fill('');
    await page.getByRole('button', { name: 'Search' }).click();
    await messages().getByText('second').waitFor();
    expect(await messages().count()).toBe(1);
    expect(complaints).toEqual([]);
  }, 30_000);

  it('deletes what is selected with the keyboard alone, once that was confirmed', async () => {
    await look();
    await messages().getByText('first').waitFor();
    expect(await page.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: 'first' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Delete 1 message' }).waitFor();

    const asked: string[] = [];
    page.once('dialog', (dialog) => {
      asked.push(dialog.message());
      void dialog.dismiss();
    });
    await page.getByRole('button', { name: 'Delete 1 message' }).focus();
    await page.keyboard.press('Enter');
    expect(asked).toEqual(['Delete 1 message for good? Deleted messages are never sent.']);
    expect((await createManager(app.url).list('room 1')).TotalCount).toBe(1);

    page.once('dialog', (dialog) => void dialog.accept());
    await page.keyboard.press('Enter');
    await messages().getByText('first').waitFor({ state: 'detached' });
    expect((await createManager(app.url).list('room 1')).TotalCount).toBe(0);
    await messages().getByText('second').waitFor();
    expect(complaints).toEqual([]);
  }, 30_000);

  it('turns the switch, and follows it when the Manager turns it', async () => {
    await look();
    await moderation().waitFor();
    expect(await moderation().getAttribute('aria-checked')).toBe('true');
    await moderation().focus();
    await page.keyboard.press('Space');
    await page.getByText('Every message is sent at once.').waitFor();
    expect(await createManager(app.url).isEnabled()).toBe(false);
    await createManager(app.url).setEnabled(true);
    await page.getByText('Every message waits for review.').waitFor();
    expect(complaints).toEqual([]);
  }, 30_000);

  it('shows older messages on demand, and leaves the list alone while messages are selected', async () => {
    for (let number = 1; number <= 60; number++) await send('long', 'ann', `long ${number}`);
    await look();
    await messages().getByText('long 60', { exact: true }).waitFor();
    expect(await messages().count()).toBe(50);
    await page.getByRole('button', { name: 'Show older messages' }).click();
    await messages().getByText('long 1', { exact: true }).waitFor();

    await page.getByRole('checkbox', { name: 'Select all shown' }).check();
    const all = await messages().count();
    await page.getByRole('button', { name: `Delete ${all} messages` }).waitFor();
    await send('long', 'ann', 'newer');
    await status()
      .getByText(`${all + 1} messages held`)
      .waitFor();
    expect(await messages().getByText('newer').count()).toBe(0);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: `Delete ${all} messages` }).click();
    await messages().getByText('newer').waitFor();
    expect(await messages().count()).toBe(1);
    expect(complaints).toEqual([]);
  }, 30_000);

  it.each([
    ['desktop', 'light', { width: 1280, height: 900 }],
    ['desktop', 'dark', { width: 1280, height: 900 }],
    ['phone', 'light', { width: 390, height: 844 }],
    ['phone', 'dark', { width: 390, height: 844 }],
  ] as const)(
    'fits a %s in %s, without an accessibility violation',
    async (_screen, colorScheme, viewport) => {
      await send('wide', 'ann', 'w'.repeat(500));
      await look({ viewport, colorScheme });
      await messages().first().waitFor();
      await page.getByRole('checkbox', { name: 'newer' }).check();
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
    },
    30_000,
  );

  it('says that the app does not answer, and goes on when it does', async () => {
    await look();
    await messages().first().waitFor();
    const { port } = new URL(app.url);
    expect(await app.stop()).toBe(0);
    await page.getByRole('alert').getByText('The app does not answer.').waitFor();
    app = await start({ ...database.settings, ...reviewing, PORT: port });
    await page.getByRole('alert').getByText('The app does not answer.').waitFor({ state: 'detached' });
    await messages().first().waitFor();
  }, 40_000);
});
