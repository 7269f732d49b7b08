import type { Database } from '../store/database';
import { heldColumns, storableId, type HeldMessage } from './message';

/** One page of a room's held messages. */
export interface Page {
  /** How many messages the room has on all pages. */
  readonly total: number;
  readonly messages: readonly HeldMessage[];
}

/** How long a page that was read determines where the next one begins. */
const validFor = "interval '15 minutes'";

/** More than any `seq`: the greatest bigint. */
const afterAll = String(2n ** 63n - 1n);

/** Where a page ended when it was read last. */
interface PageEnd {
  readonly pageNo: number;
  readonly seq: string;
}

/**
 * Pages by number that do not shift: a page begins after the last message of the page before it, as that was read last,
 * whatever was held or deleted since. Page 1 begins with the newest message. Only a page whose predecessors were not
 * read lately is found by counting.
 */
export const createPages = (database: Pick<Database, 'query'>) => {
  const startOf = async (receiver: string, pageNo: number, pageSize: number): Promise<PageEnd | undefined> => {
    if (pageNo === 1) return undefined;
    const [start] = await database.query<PageEnd>(
      `select page_no as "pageNo", last_seq::text as seq from moderation_pages
       where receiver = $1 and page_size = $2 and page_no < $3 and read_at > now() - ${validFor}
       order by page_no desc limit 1`,
      [receiver, pageSize, pageNo],
    );
    return start;
  };

  /** Page 1 begins a new reading, to which no end of an earlier one belongs. */
  const remember = async (receiver: string, pageNo: number, pageSize: number, lastSeq: string): Promise<void> => {
    if (pageNo === 1) {
      await database.query('delete from moderation_pages where receiver = $1 and page_size = $2 and page_no > 1', [
        receiver,
        pageSize,
      ]);
    }
    await database.query(
      `insert into moderation_pages (receiver, page_size, page_no, last_seq) values ($1, $2, $3, $4)
       on conflict (receiver, page_size, page_no) do update set last_seq = excluded.last_seq, read_at = now()`,
      [receiver, pageSize, pageNo, lastSeq],
    );
  };

  const count = async (receiver: string): Promise<number> => {
    const sql = 'select coalesce(sum(held), 0)::int as held from moderation_counts where receiver = $1';
    return (await database.query<{ readonly held: number }>(sql, [receiver]))[0]?.held ?? 0;
  };

  /** The inner query is answered from the index alone, however many messages it passes over. */
  const read = (order: 'asc' | 'desc', parameters: readonly unknown[]): Promise<readonly HeldMessage[]> =>
    database.query<HeldMessage>(
      `select ${heldColumns} from moderation_held where seq in (
         select seq from moderation_held where receiver = $1 and seq < $2::bigint
         order by seq ${order} offset $3 limit $4
       ) order by seq desc`,
      parameters,
    );

  return {
    readPage: async (room: string, pageNo: number, pageSize: number): Promise<Page> => {
      const receiver = storableId(room);
      const total = await count(receiver);
      const start = await startOf(receiver, pageNo, pageSize);
      const isNextPage = start?.pageNo === pageNo - 1 || pageNo === 1;
      const left = total - (pageNo - 1) * pageSize;
      // After messages were deleted from the pages before it, a page may hold something although the total is smaller.
      if (left <= 0 && !isNextPage) return { total, messages: [] };

      const skipped = (pageNo - 1 - (start?.pageNo ?? 0)) * pageSize;
      const messages =
        isNextPage || left > total / 2
          ? await read('desc', [receiver, start?.seq ?? afterAll, skipped, pageSize])
          : // It is nearer to the end, so counting begins there.
            await read('asc', [receiver, afterAll, Math.max(0, left - pageSize), Math.min(left, pageSize)]);
      const last = messages.at(-1);
      if (last) await remember(receiver, pageNo, pageSize, last.position);
      return { total, messages };
    },
    forgetPages: async (): Promise<void> => {
      await database.query(`delete from moderation_pages where read_at < now() - ${validFor}`, []);
    },
  };
};
