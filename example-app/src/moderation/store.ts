import { randomInt } from 'node:crypto';
import { readSql, type Database } from '../store/database';
import { inBatches } from './batches';
import { heldColumns, storable, storableId, type HeldMessage, type Message } from './message';
import { createPages, type Page } from './pages';

export interface Search {
  readonly receiver: string | undefined;
  readonly account: string | undefined;
  /** Only messages that were held before the one with this `position`. */
  readonly before: string | undefined;
  readonly limit: number;
}

/** The messages that wait for review, and the switch, in the database that all processes share. */
export interface Store {
  /** Stores a message. One with the same `contentId` is stored once. */
  hold(message: Message): Promise<void>;
  /** Deletes a message, provided it was this attempt that stored it last. */
  revoke(message: Pick<Message, 'contentId' | 'attempt'>): Promise<void>;
  /** Deletes messages, and returns how many there were. */
  remove(contentIds: readonly string[]): Promise<number>;
  /** Deletes messages that are older than so many days, at most 1000; returns how many. */
  removeOlderThan(days: number): Promise<number>;
  /** One page of a room's messages, newest first. */
  readPage(receiver: string, pageNo: number, pageSize: number): Promise<Page>;
  /** Forgets where pages ended that were read too long ago. */
  forgetPages(): Promise<void>;
  /** The latest messages of all rooms, or of one room or account, newest first. */
  search(search: Search): Promise<readonly HeldMessage[]>;
  /** How many messages wait in all rooms. */
  count(): Promise<number>;
  isEnabled(): Promise<boolean>;
  setEnabled(isEnabled: boolean): Promise<void>;
  /** Frees the space of deleted rows. */
  vacuum(): Promise<void>;
}

/** How many rows count the messages of one room. */
const shards = 16;

/** Numbered in the order in which they came, and inserted in that of their ids: see {@link deleteSql}. */
const holdSql = `
  with arrived as (
    select nextval('moderation_held_seq_seq') as seq, message.*
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[])
      as message (content_id, receiver, from_account, body, stored_by)
  ), held as (
    insert into moderation_held (seq, content_id, receiver, from_account, body, stored_by)
    select * from arrived order by content_id
    on conflict (content_id) do update set stored_by = excluded.stored_by
    -- Zero for a row that was not there before.
    returning receiver, xmax = 0 as is_new
  )
  insert into moderation_counts (receiver, shard, held)
  select receiver, $6::int, count(*) from held where is_new group by receiver order by receiver
  on conflict (receiver, shard) do update set held = moderation_counts.held + excluded.held`;

/** Locks rows, and then counts, in the same order everywhere, so that no two processes wait for each other. */
const deleteSql = (condition: string): string => `
  with doomed as (
    select seq from moderation_held where ${condition} order by content_id for update
  ), deleted as (
    delete from moderation_held using doomed where moderation_held.seq = doomed.seq
    returning receiver
  ), counted as (
    insert into moderation_counts (receiver, shard, held)
    select receiver, $1::int, -count(*) from deleted group by receiver order by receiver
    on conflict (receiver, shard) do update set held = moderation_counts.held + excluded.held
  )
  select count(*)::int as deleted from deleted`;

const removeSql = deleteSql('content_id = any($2::text[])');
const revokeSql = deleteSql('content_id = $2 and stored_by = $3::uuid');
// Looks at the first messages only: whichever is old enough is among them.
const removeOldSql = deleteSql(`seq in (
  select seq from (select seq, held_at from moderation_held order by seq limit 1000) as oldest
  where held_at < now() - make_interval(days => $2::int)
)`);

const removeAtOnce = 1000;

/** Tencent waits for 2 seconds, and the package for 1.5; this leaves time for the reply. */
export const longestHoldMs = 1000;

export const createStore = async (database: Pick<Database, 'query' | 'run'>): Promise<Store> => {
  await database.run(readSql('moderation'));

  // Each process has a shard of its own, as far as there are enough, so that no two wait for each other's commit. It adds
  // and subtracts there: only the sum of all shards is a number of messages.
  const shard = randomInt(shards);
  const deleteBy = async (sql: string, parameters: readonly unknown[]): Promise<number> => {
    const [row] = await database.query<{ readonly deleted: number }>(sql, [shard, ...parameters]);
    return row?.deleted ?? 0;
  };

  return {
    hold: inBatches(async (messages: readonly Message[]) => {
      // A statement may touch a row once only. Of several deliveries of one message the last one counts.
      const rows = [...new Map(messages.map((message) => [message.contentId, message])).values()];
      await database.query(holdSql, [
        rows.map(({ contentId }) => contentId),
        rows.map(({ receiver }) => storableId(receiver)),
        rows.map(({ account }) => storableId(account)),
        rows.map(({ body }) => body),
        rows.map(({ attempt }) => attempt),
        shard,
      ]);
    }, longestHoldMs),
    revoke: async ({ contentId, attempt }) => void (await deleteBy(revokeSql, [contentId, attempt])),
    remove: async (contentIds) => {
      let deleted = 0;
      // Verdicts have their turn between two parts of a long list.
      for (let at = 0; at < contentIds.length; at += removeAtOnce) {
        deleted += await deleteBy(removeSql, [contentIds.slice(at, at + removeAtOnce).map(storable)]);
      }
      return deleted;
    },
    removeOlderThan: (days) => deleteBy(removeOldSql, [days]),
    ...createPages(database),
    search: ({ receiver, account, before, limit }) => {
      const parameters: unknown[] = [limit];
      const conditions = ['true'];
      const where = (condition: string, value: string | undefined): void => {
        if (value !== undefined) conditions.push(`${condition}$${parameters.push(value)}`);
      };
      where('receiver = ', receiver && storableId(receiver));
      where('from_account = ', account && storableId(account));
      where('seq < ', before);
      return database.query(
        `select ${heldColumns} from moderation_held where ${conditions.join(' and ')} order by seq desc limit $1`,
        parameters,
      );
    },
    count: async () => {
      const sql = 'select coalesce(sum(held), 0)::int as held from moderation_counts';
      return (await database.query<{ readonly held: number }>(sql, []))[0]?.held ?? 0;
    },
    isEnabled: async () => {
      const sql = 'select is_enabled as "isEnabled" from moderation_switch';
      return (await database.query<{ readonly isEnabled: boolean }>(sql, []))[0]?.isEnabled ?? true;
    },
    setEnabled: async (isEnabled) => {
      await database.query('update moderation_switch set is_enabled = $1', [isEnabled]);
    },
    vacuum: () => database.run('vacuum moderation_held, moderation_counts, moderation_pages'),
  };
};
