import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './ledger';
import type { Member } from './member';
import type { FaultRandom } from './random';
import type { Watched } from './watched';

interface Setting {
  readonly fleet: readonly Member[];
  readonly engine: Watched;
  readonly ledger: Ledger;
  readonly random: FaultRandom;
}

/** Kills processes, starts them again and cuts their connections, one thing after the other, until it is stopped. */
export const startChaos = ({ fleet, engine, ledger, random }: Setting) => {
  const counts = { web: { kills: 0, cuts: 0 }, worker: { kills: 0, cuts: 0 } };
  const restarts: Promise<void>[] = [];

  const kill = async (victim: Member): Promise<void> => {
    const child = victim.current();
    if (!child) return;
    await victim.kill();
    if (victim.kind === 'worker') ledger.note({ type: 'killed', by: child.name });
    counts[victim.kind].kills += 1;
    const restart = sleep(random.between(0, 300)).then(() => victim.start());
    // Whoever stops the chaos is told.
    restart.catch(() => {});
    restarts.push(restart);
  };

  const cut = async (victim: Member): Promise<void> => {
    const child = victim.current();
    if (!child) return;
    const connections = await engine.cut(child.name, random);
    if (connections > 0 && victim.kind === 'worker') ledger.note({ type: 'cut', by: child.name });
    counts[victim.kind].cuts += connections;
  };

  /** A process that dies while it waits for the queue has nothing but its memory. */
  const cutAndKill = async (victim: Member): Promise<void> => {
    await cut(victim);
    await sleep(random.between(20, 80));
    await kill(victim);
  };

  const over = new AbortController();
  const run = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const round = random.shuffle(
        (['web', 'worker'] as const).flatMap((kind) => [kill, cut, cutAndKill].map((harm) => ({ kind, harm }))),
      );
      for (const { kind, harm } of round) {
        await sleep(random.between(100, 450));
        const ofKind = fleet.filter((one) => one.kind === kind);
        // The events must have somewhere to go: one of a kind is down at a time.
        while (!over.signal.aborted && !ofKind.every((one) => one.current())) await sleep(20);
        if (!over.signal.aborted) await harm(random.pick(ofKind));
      }
    }
  };
  const running = run();

  return {
    counts,
    /** Resolves once every process is at work again. */
    stop: async () => {
      over.abort();
      await running;
      await Promise.all(restarts);
    },
  };
};
