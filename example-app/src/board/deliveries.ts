import type { Database } from '../store/database';

/** A delivery in the list. */
export interface DeliveryRow {
  readonly id: number;
  readonly receivedAt: string;
  readonly outcome: string;
  readonly failure: string | null;
  readonly command: string | null;
  readonly roomId: string | null;
  readonly summary: object | null;
  readonly errorCode: number | null;
  readonly durationMs: number;
}

/** A delivery with all that is known of it. */
export interface DeliveryDetail extends DeliveryRow {
  readonly reason: string | null;
  readonly eventId: string | null;
  readonly reply: string;
  /** As text; null when no byte of it arrived, or its event was deleted since. */
  readonly body: string | null;
}

export interface DeliveryFilter {
  /** One of `outcomeGroups`; others mean all. */
  readonly group: string | null;
  readonly failure: string | null;
  /** A part of the command's name, in any case. */
  readonly command: string | null;
  readonly room: string | null;
  /** Only older ones than this id. */
  readonly before: number | null;
}

/** What a viewer looks for. Refused ones are no fault of this app; failed, late and unknown ones may be. */
export const outcomeGroups: Readonly<Record<string, readonly string[]>> = {
  handled: ['handled', 'queued', 'duplicate', 'ignored'],
  refused: ['refused'],
  failed: ['failed', 'late'],
  unknown: ['unknown'],
};

const pageSize = 50;

const columns = `
  delivery_id::float8 as id, deliveries.received_at as "receivedAt", outcome, failure, deliveries.command,
  deliveries.room_id as "roomId", deliveries.summary, substring(reply from '"ErrorCode":(-?\\d+)')::int as "errorCode",
  duration_ms::float8 as "durationMs"`;

/** The commands in the log that have $3 in their name, in any case. Each step goes on to the next name in the index. */
const commandsSql = `
  with recursive seen as (
    select min(command) as command from deliveries
    union all
    select (select min(command) from deliveries where command > seen.command) from seen where command is not null
  )
  select command from seen where strpos(lower(command), lower($3)) > 0`;

const listSql = `
  select ${columns} from deliveries
  where ($1::text[] is null or outcome = any ($1)) and ($2::text is null or failure = $2)
    and ($3::text is null or command = any (array(${commandsSql}))) and ($4::text is null or room_id = $4)
    and ($5::bigint is null or delivery_id < $5)
  order by delivery_id desc limit ${pageSize}`;

/** The newest first, a page of them. */
export const listDeliveries = (database: Database, filter: DeliveryFilter): Promise<readonly DeliveryRow[]> => {
  const { group, failure, command, room, before } = filter;
  const outcomes = group === null ? null : (outcomeGroups[group] ?? null);
  return database.query<DeliveryRow>(listSql, [outcomes, failure, command, room, before]);
};

const detailSql = `
  select ${columns}, reason, deliveries.event_id as "eventId", reply,
    encode(deliveries.raw_body, 'base64') as base64, events.raw_body as text
  from deliveries left join events using (event_id)
  where delivery_id = $1::bigint`;

export const readDelivery = async (database: Database, id: number): Promise<DeliveryDetail | undefined> => {
  type Row = Omit<DeliveryDetail, 'body'> & { readonly base64: string | null; readonly text: string | null };
  const [row] = await database.query<Row>(detailSql, [id]);
  if (!row) return undefined;
  const { base64, text, ...detail } = row;
  return { ...detail, body: base64 === null ? text : Buffer.from(base64, 'base64').toString() };
};
