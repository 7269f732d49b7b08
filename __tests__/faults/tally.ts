import { effectsIn, repeatedEffects, type Line } from './ledger';
import type { Answer, Event } from './traffic';

type Accounted = { readonly account: string };

export const accountsOf = (items: readonly Accounted[]): Set<string> => new Set(items.map(({ account }) => account));

export const without = (accounts: ReadonlySet<string>, others: ReadonlySet<string>): string[] =>
  [...accounts].filter((account) => !others.has(account));

export type Posted = Answer & { readonly event: Event };

export const eventsOf = (posted: readonly Posted[], type: Answer['type']): Event[] =>
  posted.filter((one) => one.type === type).map(({ event }) => event);

/** What came of the events that were posted. */
export const tally = (events: readonly Event[], posted: readonly Posted[], lines: readonly Line[]) => {
  const effects = effectsIn(lines);
  const handled = accountsOf(effects);
  const acknowledged = accountsOf(eventsOf(posted, 'acknowledged'));
  return {
    posted,
    effects,
    handled,
    acknowledged,
    lost: without(acknowledged, handled),
    /** What no event had: an account that was rounded, for one. */
    invented: without(handled, accountsOf(events)),
    repeated: repeatedEffects(lines),
  };
};

/** The counts, for a reader. */
export const asText = (
  events: readonly Event[],
  { posted, acknowledged, handled, lost, repeated }: ReturnType<typeof tally>,
): string => {
  const counted = (['acknowledged', 'refused', 'unanswered'] as const)
    .map((type) => `${eventsOf(posted, type).length} ${type}`)
    .join(', ');
  const unasked = without(handled, acknowledged).length;
  return [
    `posted       ${posted.length}: ${events.length} events and ${posted.length - events.length} duplicates; ${counted}, none posted again`,
    `acknowledged ${acknowledged.size} events`,
    `handled      ${handled.size} events, ${unasked} of them not acknowledged`,
    `lost         ${lost.length} of the acknowledged`,
    `handled twice ${repeated.afterKill.length} after a kill, ${repeated.afterCut.length} after a cut, ${repeated.notAllowed.length} otherwise`,
  ].join('\n');
};
