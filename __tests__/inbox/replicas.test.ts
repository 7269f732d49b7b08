import { EventEmitter } from 'node:events';
import { createWriteToReplicas } from '../../lib/inbox/replicas';

/** A queue of BullMQ 6 on a client whose replies to `WAIT` are given by hand, in their order. */
const heldQueue = () => {
  const waiting: ((reached: number) => void)[] = [];
  const call = jest.fn((..._args: string[]) => new Promise<number>((resolve) => waiting.push(resolve)));
  const client = Object.assign(new EventEmitter(), { call });
  return {
    queue: { backend: { client: Promise.resolve(client) } },
    client,
    call,
    /** Lets every promise that can settle do so, then gives the oldest open reply. */
    reply: async (reached: number): Promise<void> => {
      await settled();
      waiting.shift()?.(reached);
    },
  };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const nothing = async (): Promise<void> => {};

describe('writing to replicas', () => {
  it('asks on the connection of the queue, of BullMQ 5 or 6, after the write', async () => {
    const calls: string[][] = [];
    const client = Promise.resolve({ call: async (...args: string[]) => (calls.push(args), 1) });
    const write = async () => calls.push(['written']);
    await createWriteToReplicas({ backend: { client } }, 1, 500)(write);
    await createWriteToReplicas({ client }, 1, 300)(write);
    expect(calls).toEqual([['written'], ['WAIT', '1', '500'], ['written'], ['WAIT', '1', '300']]);
  });

  it('rejects when too few have it', async () => {
    const queue = { client: Promise.resolve({ call: async () => 1 }) };
    await expect(createWriteToReplicas(queue, 2, 30)(nothing)).rejects.toThrow(
      'Only 1 of 2 replicas of Redis had the event within 30 ms.',
    );
  });

  it('rejects with the error of the write, and then asks for nothing', async () => {
    const { queue, call } = heldQueue();
    const failing = () => Promise.reject(new Error('no memory'));
    await expect(createWriteToReplicas(queue, 1, 500)(failing)).rejects.toThrow('no memory');
    expect(call).not.toHaveBeenCalled();
  });

  it('asks once for all that was written before, and again for what was written since', async () => {
    const { queue, call, reply } = heldQueue();
    const writeToReplicas = createWriteToReplicas(queue, 1, 500);
    const ended: string[] = [];
    const put = async (name: string) => {
      await writeToReplicas(nothing).catch(() => ended.push('failed'));
      ended.push(name);
    };
    const puts = [put('a'), put('b')];
    await settled();
    puts.push(put('c'), put('d'));
    await settled();
    expect(call).toHaveBeenCalledTimes(1);
    await reply(1);
    await settled();
    expect(ended).toEqual(['a', 'b']);
    expect(call).toHaveBeenCalledTimes(2);
    await reply(0);
    await Promise.all(puts);
    expect(ended).toEqual(['a', 'b', 'failed', 'failed', 'c', 'd']);

    puts.push(put('e'));
    await reply(1);
    await Promise.all(puts);
    expect(ended.slice(6)).toEqual(['e']);
    expect(call).toHaveBeenCalledTimes(3);
  });

  it('rejects when the connection was replaced since the write, and goes on with the next one', async () => {
    const { queue, client, reply } = heldQueue();
    const writeToReplicas = createWriteToReplicas(queue, 1, 500);
    const lost = writeToReplicas(nothing);
    await settled();
    client.emit('reconnecting');
    await reply(1);
    await expect(lost).rejects.toThrow('The connection to Redis was lost before it was known');

    const next = writeToReplicas(async () => client.emit('reconnecting'));
    await reply(1);
    await expect(next).resolves.toBeUndefined();
    expect(client.listenerCount('reconnecting')).toBe(1);
  });

  it('writes nothing on what is no queue of BullMQ, nor on a Cluster, where WAIT may go to another node', async () => {
    const write = jest.fn(nothing);
    const cluster = { client: Promise.resolve({ call: async () => 1, isCluster: true }) };
    await expect(createWriteToReplicas({}, 1, 500)(write)).rejects.toThrow(/needs a queue on one connection/);
    await expect(createWriteToReplicas({ backend: {} }, 1, 500)(write)).rejects.toThrow(
      /needs a queue on one connection/,
    );
    await expect(createWriteToReplicas(cluster, 1, 500)(write)).rejects.toThrow(/set min-replicas-to-write/);
    expect(write).not.toHaveBeenCalled();
  });
});
