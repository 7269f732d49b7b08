import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { describeWithBrowser, openBrowser, violationsOf } from '../support/browser';
import { embeddedDatabase } from '../support/embedded-database';
import { boardPassword, killAll, start, type OwnDatabase } from '../support/example-app';
import { createManager, reviewing, sendMessage, textBody } from './clients';

const hostile = '<script>document.title="hacked"</script><img src=x onerror=alert(1)>\u202E';

describeWithBrowser('the Review tab', () => {
  let database: OwnDatabase;
  let app: Awaited<ReturnType<typeof start>>;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  const send = (GroupId: string, From_Account: string, text: string): Promise<unknown> =>
    sendMessage(app.url, { GroupId, From_Account, MsgBody: textBody(text) });
  const look = async (options: BrowserContextOptions = {}, url = app.url): Promise<void> => {
    const httpCredentials = { username: 'anyone', password: boardPassword };
    const context = await browser.newContext({ httpCredentials, locale: 'en-US', ...options });
    page = await context.newPage();
    complaints = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${url}/review`);
    await page.locator('#connection[data-state=live]').waitFor();
  };
  const messages = () => page.getByRole('listitem');
  const status = () => page.locator('main').getByRole('status');
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

  it('is a tab of the board, which names what can approve, in both languages', async () => {
    await look();
    expect(await page.getByRole('link', { name: 'Review' }).getAttribute('aria-current')).toBe('page');
    await page.getByText('No message waits for review.').waitFor();
    await page.getByText(/To approve a message, use TUILiveKit Manager/).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('没有等待审核的消息。').waitFor();
    await page.getByText(/审核通过请使用 TUILiveKit Manager/).waitFor();
    expect(complaints).toEqual([]);
  }, 30_000);

  it('shows by itself what is held in all rooms, newest first, and the state of the store', async () => {
    await look();
    await status().getByText('Held in all rooms: 0. The store answers.').waitFor();
    await send('room 1', 'ann', 'first');
    await send('room 2', 'bob', 'second');
    await status().getByText('Held in all rooms: 2. The store answers.').waitFor();
    const shown = await messages().allInnerTexts();
    expect(shown.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
      expect.stringMatching(/^second bob room 2 (now|\d+ s ago)$/),
      expect.stringMatching(/^first ann room 1 (now|\d+ s ago)$/),
    ]);
    expect(complaints).toEqual([]);
  }, 30_000);

  it('takes hostile text as text', async () => {
    await send(hostile, hostile, hostile);
    await look();
    const held = messages().filter({ hasText: 'hacked' });
    await held.waitFor();
    expect(await held.locator('bdi').allTextContents()).toEqual([hostile, hostile, hostile]);
    expect(await page.title()).toBe('Review · Live board');
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
    expect(await page.getByRole('button', { name: 'Delete selected (0)' }).isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: 'first' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Delete selected (1)' }).waitFor();

    const asked: string[] = [];
    page.once('dialog', (dialog) => {
      asked.push(dialog.message());
      void dialog.dismiss();
    });
    await page.getByRole('button', { name: 'Delete selected (1)' }).focus();
    await page.keyboard.press('Enter');
    expect(asked).toEqual(['Delete the selected messages (1) for good? Deleted messages are never sent.']);
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
    await page.getByRole('button', { name: 'Older ones' }).dblclick();
    await messages().getByText('long 1', { exact: true }).waitFor();

    await page.getByRole('checkbox', { name: 'Select all shown' }).check();
    const all = await messages().count();
    await page.getByRole('button', { name: `Delete selected (${all})` }).waitFor();
    await send('long', 'ann', 'newer');
    await status()
      .getByText(`Held in all rooms: ${all + 1}.`)
      .waitFor();
    expect(await messages().getByText('newer').count()).toBe(0);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: `Delete selected (${all})` }).click();
    await messages().getByText('newer').waitFor();
    await status().getByText(`Deleted: ${all} of ${all}.`).waitFor();
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

  it('adds no older messages to those of another search', async () => {
    for (let number = 1; number <= 51; number++) await send('busy', 'ann', `busy ${number}`);
    await look();
    await page.route('**/api/review?*before=*', async (route) => {
      await sleep(500);
      await route.continue();
    });
    await page.getByRole('button', { name: 'Older ones' }).click();
    await page.getByLabel('Room').fill('other');
    await page.getByRole('button', { name: 'Search' }).click();
    await sleep(1000);
    expect(await messages().getByText('busy').count()).toBe(0);
    expect(complaints).toEqual([]);
  }, 30_000);

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

describeWithBrowser('the Review tab while moderation is off', () => {
  let database: OwnDatabase;
  let browser: Browser;
  beforeAll(async () => {
    [database, browser] = await Promise.all([embeddedDatabase(), openBrowser()]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await killAll();
    await database?.drop();
  });

  const look = async (DEMO: string) => {
    const app = await start({ ...database.settings, DEMO });
    const page = await browser.newPage({ httpCredentials: { username: 'anyone', password: boardPassword } });
    await page.goto(app.url);
    await page.locator('#connection[data-state=live]').waitFor();
    return { app, page, tab: page.getByRole('link', { name: 'Review' }) };
  };

  it('is not there', async () => {
    const { app, page, tab } = await look('off');
    expect(await tab.count()).toBe(0);
    await page.close();
    await app.stop();
  }, 40_000);

  it('says in the demo how to turn it on', async () => {
    const { app, page, tab } = await look('on');
    await tab.click();
    await page.getByText('MODERATION=review npm start').waitFor();
    expect(await page.getByRole('switch', { name: 'Moderation' }).isDisabled()).toBe(true);
    await page.close();
    await app.stop();
  }, 40_000);
});
