import { pino } from 'pino';
import type { Task } from '../../example-app/src/moderation/backlog';
import { createKeeper } from '../../example-app/src/moderation/keeper';
import type { Store } from '../../example-app/src/moderation/store';

const message = { contentId: 'id', attempt: 'attempt', receiver: 'room', account: 'ann', body: '{"MsgBody":[]}' };

/** A keeper on a store that answers at once, and what it leaves to be done later. */
const keeperOf = (onFailure: 'allow' | 'deny') => {
  const tasks: Task[] = [];
  const revoked: string[] = [];
  const store = {
    hold: () => Promise.resolve(),
    revoke: ({ contentId }: { readonly contentId: string }) => Promise.resolve(void revoked.push(contentId)),
  } as unknown as Store;
  const backlog = { add: (task: Task) => void tasks.push(task), size: () => tasks.length, close: async () => {} };
  const keep = createKeeper({ store, backlog, onFailure, logger: pino({ level: 'silent' }) });
  return { keep, tasks, revoked };
};

describe('a message that was stored, and whose verdict the app sends too late all the same', () => {
  it('is taken out of the list where it was allowed meanwhile', async () => {
    const { keep, tasks, revoked } = keeperOf('allow');
    const deadline = new AbortController();
    expect(await keep(message, deadline.signal)).toBe(true);
    expect(tasks).toEqual([]);
    deadline.abort();
    await Promise.all(tasks.map((task) => task.run()));
    expect(revoked).toEqual(['id']);
  });

  it('stays in the list where it was refused', async () => {
    const { keep, tasks } = keeperOf('deny');
    const deadline = new AbortController();
    expect(await keep(message, deadline.signal)).toBe(true);
    deadline.abort();
    expect(tasks).toEqual([]);
  });
});
