import type { Inbox, InboxRecord } from '../../lib';
import { post, receiver } from './receiver';

/** An inbox that keeps its records, as JSON, in an array. */
export const keeping = () => {
  const records: InboxRecord[] = [];
  const inbox: Inbox = { put: async (record) => records.push(JSON.parse(JSON.stringify(record)) as InboxRecord) };
  return { inbox, records };
};

/** The record of a command's sample, as an inbox keeps it. */
export const recordOf = async (command: string, body?: unknown): Promise<InboxRecord> => {
  const { inbox, records } = keeping();
  const { webhooks } = receiver({ inbox, unknownCommands: 'queue' });
  await post(webhooks, { command, ...(body !== undefined && { body }) });
  const [record] = records;
  if (!record) throw new Error(`${command} was not queued`);
  return record;
};
