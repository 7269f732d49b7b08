import type { tally } from './tally';
import { eventsOf } from './tally';

const rows: string[] = [];

/** A row of the table for `docs/guarantees.md`: counts of events, not of requests. */
export const noteRow = (
  scenario: string,
  counts: { readonly acknowledged: number; readonly refused: number; readonly lost: number; readonly repeated: number },
): void => {
  const { acknowledged, refused, lost, repeated } = counts;
  rows.push(`| ${scenario} | ${acknowledged} | ${refused} | ${lost} | ${repeated} |`);
};

/** The row of a scenario with processes. */
export const noteScenario = (
  scenario: string,
  { posted, acknowledged, lost, repeated }: ReturnType<typeof tally>,
): void =>
  noteRow(scenario, {
    acknowledged: acknowledged.size,
    refused: posted.length - eventsOf(posted, 'acknowledged').length,
    lost: lost.length,
    repeated: repeated.afterKill.length + repeated.afterCut.length + repeated.notAllowed.length,
  });

/** Prints the table, for `npm run test:faults`. */
export const printScenarios = (): void => {
  if (rows.length === 0 || process.env['FAULT_EVENTS'] === undefined) return;
  const head = [
    '| scenario | acknowledged | refused or unanswered | lost | handled again |',
    '| --- | --: | --: | --: | --: |',
  ];
  console.log([...head, ...rows].join('\n'));
};
