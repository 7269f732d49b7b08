import { randomUUID } from 'node:crypto';
import type { Delivery } from 'tencent-live-webhooks';
import { createBatcher } from './batcher';
import type { Database } from './database';
import { occurredAtOf } from './occurred-at';
import type { Projection } from './projection';
import { storable } from './storable';

/** Where events are stored, and with them what they state about rooms. */
export interface EventStore {
  /** Stores an event, or nothing of it; resolves once it is durable. Twice is once, where the event has an id. */
  keep(delivery: StoredDelivery, projection: Projection, errorCode?: number): Promise<void>;
}

/** What the store needs of a delivery. */
export type StoredDelivery = Pick<Delivery, 'eventId' | 'command' | 'occurredAt' | 'receivedAt' | 'rawBody'>;

interface Item {
  readonly event: { readonly eventId: string };
  readonly facts: readonly object[];
}

const batchSize = 250;

/** A batch is one statement, which takes it as JSON: see `sql/keep-events.sql`. `onStored` is called after each. */
export const createEventStore = (database: Database, onStored: () => void = () => {}): EventStore => {
  const write = async (items: readonly Item[]): Promise<void> => {
    const batch = { events: items.map(({ event }) => event), facts: items.flatMap(({ facts }) => facts) };
    await database.query('select keep_events($1::json)', [JSON.stringify(batch)]);
    onStored();
  };
  const batcher = createBatcher(write, batchSize);
  /** A repeat that arrives while the first one is being stored shares its fate. */
  const inFlight = new Map<string, Promise<void>>();

  return {
    keep: (delivery, { roomId, summary, facts = [], coins }, errorCode = 0) => {
      // Two equal gifts in one second are two gifts.
      const eventId = delivery.eventId ?? randomUUID();
      const begun = inFlight.get(eventId);
      if (begun) return begun;

      const receivedAt = delivery.receivedAt.toISOString();
      const occurredAt = occurredAtOf(delivery).toISOString();
      const event = {
        eventId,
        command: delivery.command,
        roomId: storable(roomId),
        summary: storable(summary),
        errorCode,
        coins: coins ?? null,
        occurredAt,
        receivedAt,
        rawBody: delivery.rawBody.toString('utf8'),
      };
      const said = facts.map((fact) => ({ ...storable(fact), eventId, occurredAt, receivedAt }));
      const kept = batcher
        .add({ event, facts: said }, delivery.rawBody.length * 3 + said.length * 200)
        .finally(() => inFlight.delete(eventId));
      inFlight.set(eventId, kept);
      return kept;
    },
  };
};
