import { createRoomOrder } from '../../lib/inbox/room-order';

/** A task that ends when it is told to. */
const createTask = (name: string, log: string[]) => {
  let end: ((error?: Error) => void) | undefined;
  const run = (): Promise<string> => {
    log.push(name);
    return new Promise((resolve, reject) => {
      end = (error) => (error ? reject(error) : resolve(name));
    });
  };
  return { run, end: (error?: Error) => end?.(error) };
};

/** Lets everything go on that waits for a promise. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the order of a room', () => {
  it('waits for a task that began after an earlier one had ended', async () => {
    const log: string[] = [];
    const [a, b, c] = ['a', 'b', 'c'].map((name) => createTask(name, log)) as [
      ReturnType<typeof createTask>,
      ReturnType<typeof createTask>,
      ReturnType<typeof createTask>,
    ];
    const schedule = createRoomOrder();
    const results = [schedule('room', a.run), schedule('room', b.run)];
    await settle();
    a.end();
    await settle();
    expect(log).toEqual(['a', 'b']);
    results.push(schedule('room', c.run));
    await settle();
    expect(log).toEqual(['a', 'b']);
    b.end();
    await settle();
    expect(log).toEqual(['a', 'b', 'c']);
    c.end();
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c']);
  });

  it('forgets a room whose last task has ended, also with a failure, and no sooner', async () => {
    const tails = new Map<string, Promise<void>>();
    const schedule = createRoomOrder(tails);
    const [a, b] = [createTask('a', []), createTask('b', [])];
    const first = schedule('room', a.run);
    const second = schedule('room', b.run);
    await settle();
    a.end();
    await first;
    await settle();
    expect([...tails.keys()]).toEqual(['room']);
    b.end(new Error('no'));
    await expect(second).rejects.toThrow('no');
    await settle();
    expect(tails.size).toBe(0);
  });

  it('is none for what is about no room', async () => {
    const tails = new Map<string, Promise<void>>();
    expect(await createRoomOrder(tails)(undefined, async () => 'at once')).toBe('at once');
    expect(tails.size).toBe(0);
  });
});
