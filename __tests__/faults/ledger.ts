import { appendFileSync, readFileSync } from 'node:fs';

/** What happened, in the order it did. `by` is a worker process; one that is started again has another name. */
export type Line =
  /** Its handler did its work. */
  | { readonly type: 'effect'; readonly by: string; readonly account: string; readonly attempt: number }
  /** It learned that the event's job is completed. */
  | { readonly type: 'completed'; readonly by: string; readonly account: string }
  /** It was killed, or connections of it were cut. */
  | { readonly type: 'killed' | 'cut'; readonly by: string };

type Effect = Extract<Line, { type: 'effect' }>;

/** The test's own table of effects: a file that every process appends to, and that survives them all. */
export const openLedger = (path: string) => ({
  path,
  note: (line: Line): void => appendFileSync(path, `${JSON.stringify(line)}\n`),
  lines: (): Line[] =>
    readFileSync(path, { encoding: 'utf8', flag: 'a+' })
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as Line),
});

export type Ledger = ReturnType<typeof openLedger>;

export const effectsIn = (lines: readonly Line[]): Effect[] =>
  lines.filter((line): line is Effect => line.type === 'effect');

/**
 * Finds the effects that another one followed, for the same event, and what excuses each of them.
 *
 * At least once means: a handler may run again only because the process that ran it was, before it learned that the
 * job is completed, killed or cut off. Anything else is `notAllowed`: a duplicate that was handled, a job that two
 * workers had, an effect that a completed job had twice.
 */
export const repeatedEffects = (lines: readonly Line[]) => {
  const byEvent = new Map<string, { effect: Effect; at: number }[]>();
  /** The effects of which the process has not learned yet that their job is completed. */
  const open = new Set<Effect>();
  const faults = new Map<string, { what: 'killed' | 'cut'; at: number }[]>();
  for (const [at, line] of lines.entries()) {
    if (line.type === 'effect') {
      byEvent.set(line.account, [...(byEvent.get(line.account) ?? []), { effect: line, at }]);
      open.add(line);
    } else if (line.type === 'completed') {
      // A process that was cut off may get the same event again: then this is what came of the later attempt.
      const completed = [...open].findLast(({ by, account }) => by === line.by && account === line.account);
      if (completed) open.delete(completed);
    } else faults.set(line.by, [...(faults.get(line.by) ?? []), { what: line.type, at }]);
  }

  const found = { afterKill: [] as Effect[], afterCut: [] as Effect[], notAllowed: [] as Effect[] };
  for (const { effect, at } of [...byEvent.values()].flatMap((effects) => effects.slice(0, -1))) {
    // The first one after it: a process that was cut off takes further events, and may be killed with these in hand.
    const fault = open.has(effect) ? faults.get(effect.by)?.find((one) => one.at > at) : undefined;
    if (fault?.what === 'killed') found.afterKill.push(effect);
    else if (fault?.what === 'cut') found.afterCut.push(effect);
    else found.notAllowed.push(effect);
  }
  return found;
};

/** How many of the effects one process made, at the most. */
export const mostOfOneProcess = (effects: readonly Effect[]): number =>
  Math.max(0, ...effects.map(({ by }) => effects.filter((other) => other.by === by).length));
