import type { Database } from '../store/database';
import { createCache } from './cache';

/** Lengths of the trends, in minutes. */
const spans: Readonly<Record<string, number>> = { '15m': 15, '1h': 60, '24h': 1440 };

/** Columns for the charts: Unix seconds, and what there was in the minute that begins then. */
export interface Trends {
  readonly minutes: readonly number[];
  readonly online: readonly (number | null)[];
  readonly events: readonly number[];
  readonly coins: readonly number[];
  readonly failures: readonly number[];
}

const sql = `
  select extract(epoch from minute)::float8 as minute, online, coalesce(events, 0) as events,
    coalesce(coins, 0)::float8 as coins, coalesce(failures, 0) as failures
  from generate_series(
    date_trunc('minute', now()) - $1::int * interval '1 minute', date_trunc('minute', now()), interval '1 minute'
  ) as minute left join minutes using (minute)
  order by minute`;

type Row = { readonly [Column in keyof Trends as Column extends 'minutes' ? 'minute' : Column]: number };

/** Reads a trend; the same one at most every five seconds, however many viewers ask. */
export const createTrends = (database: Database): ((span: string) => Promise<Trends>) => {
  const cache = createCache<Trends>(5000, 10);

  const read = async (minutes: number): Promise<Trends> => {
    const rows = await database.query<Row>(sql, [minutes]);
    return {
      minutes: rows.map(({ minute }) => minute),
      online: rows.map(({ online }) => online),
      events: rows.map(({ events }) => events),
      coins: rows.map(({ coins }) => coins),
      failures: rows.map(({ failures }) => failures),
    };
  };

  return (span) => {
    const name = Object.hasOwn(spans, span) ? span : '15m';
    return cache(name, () => read(spans[name] ?? 15));
  };
};

/** By the database, because the board in memory is as old as the last look at it. */
const recordSql = `
  insert into minutes (minute, online)
  select date_trunc('minute', now()), coalesce(sum(online), 0)
  from rooms where live_at > coalesce(ended_at, '-infinity')
  on conflict (minute) do update set online = excluded.online`;

/** Notes now and every ten seconds how many members are online, for the trend. */
export const recordOnline = (database: Database, onError: (err: unknown) => void): (() => void) => {
  const record = (): void => void database.query(recordSql, []).catch(onError);
  record();
  const timer = setInterval(record, 10_000).unref();
  return () => clearInterval(timer);
};
