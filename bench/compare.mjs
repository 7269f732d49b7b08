import { startServer } from './server.mjs';
import { median } from './statistics.mjs';

export const warmUp = 8000;
/** Before each figure, and not counted: a process that has waited for its turn is slower at first. */
export const warmAgain = 1000;

/**
 * Measures contestants in turn: a server for each, warmed up, and then so many rounds of so many requests, each round
 * beginning with another contestant. The ratios are those of two figures of one round. `atEnd` is called with each
 * contestant's name and how many requests it has been sent, while its server still runs.
 */
export const compare = async (contestants, { rounds, requests, atEnd = async () => {} }) => {
  const names = Object.keys(contestants);
  const servers = new Map();
  for (const name of names) {
    const { server: file = name, env, execPath } = contestants[name];
    const server = await startServer(file, { env, execPath });
    await server.measure({ ...contestants[name], total: warmUp });
    servers.set(name, server);
  }
  const measured = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const measure = (total) => servers.get(name).measure({ ...contestants[name], total });
      await measure(warmAgain);
      measured.get(name).push(await measure(requests));
    }
  }
  for (const name of names) await atEnd(name, warmUp + rounds * (warmAgain + requests));
  await Promise.all([...servers.values()].map((server) => server.stop()));

  const cpuOf = (name) => measured.get(name).map(({ cpu }) => cpu);
  return {
    names,
    cpuOf,
    ratios: (name, to) => {
      const others = cpuOf(to);
      return cpuOf(name).map((cpu, round) => cpu / others[round]);
    },
    perSecondOf: (name) => median(measured.get(name).map(({ perSecond }) => perSecond)),
    apartOf: (name) => measured.get(name).map(({ apart }) => apart),
  };
};
