import { assertOption, describeValue, hasMethods, quoteValue } from '../assert';
import type { EventDelivery } from '../delivery/delivery';
import type { Inbox } from './inbox';
import { createRecord } from './record';

/** Creates what queues an event in place of its handler. Rejects at once when too many events wait for the inbox. */
export const createPut = (inbox: unknown): ((event: unknown, delivery: EventDelivery) => Promise<unknown>) => {
  assertOption(
    isInbox(inbox),
    `inbox must have a method put(record), not ${describeValue(inbox)}. bullmqInbox(queue) makes one.`,
  );
  const { maxPending = 1000 } = inbox;
  assertOption(
    Number.isInteger(maxPending) && maxPending > 0,
    `inbox.maxPending must be a whole number above 0, not ${quoteValue(maxPending)}. The default is 1000.`,
  );
  let pending = 0;

  return async (event, delivery) => {
    if (pending >= maxPending) throw new Error(`The inbox has not taken ${pending} earlier events yet.`);
    pending += 1;
    try {
      return await inbox.put(createRecord(event, delivery));
    } finally {
      pending -= 1;
    }
  };
};

const isInbox = (value: unknown): value is Inbox => hasMethods(value, 'put');
