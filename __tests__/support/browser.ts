import { readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

/** The Chromium that the tests may use. Without one, what needs it is skipped, and `.ci/closing-line.js` says so. */
const executablePath = process.env['CHROMIUM_PATH'] ?? '';

export const describeWithBrowser = executablePath === '' ? describe.skip : describe;

/** Root may not use the sandbox. */
export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath, args: ['--no-sandbox'] });

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What the accessibility check finds wrong with the page as it stands. */
export const violationsOf = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as { readonly violations: readonly Violation[] };
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};
