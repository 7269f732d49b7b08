import { startServer } from './server.mjs';
import { median } from './statistics.mjs';

export const warmUp = 8000;
/** Before each figure, and not counted: a process that has waited for its turn is slower at first. */
export const warmAgain = 1000;

/** How many processes each server has, one after the other: two of them may differ by a tenth as long as they live. */
const processes = 3;

/**
 * Measures contestants in turn: a server for each, warmed up, and then so many rounds of so many requests, each round
 * beginning with another contestant. After each third of the rounds, all servers are started anew. The ratios are those
 * of two figures of one round. In the end, `atEnd` is called with each contestant's name and how many requests it was sent.
 */
export const compare = async (contestants, { rounds, requests, atEnd = async () => {} }) => {
  const names = Object.keys(contestants);
  const measured = new Map(names.map((name) => [name, []]));
  const start = async (name) => {
    const { server: file = name, env, execPath } = contestants[name];
    const server = await startServer(file, { env, execPath });
    await server.measure({ ...contestants[name], total: warmUp });
    return server;
  };
  let sent = 0;
  for (let round = 0; round < rounds;) {
    const servers = new Map();
    for (const name of names) servers.set(name, await start(name));
    sent += warmUp;
    for (const end = Math.min(rounds, round + Math.ceil(rounds / processes)); round < end; round++) {
      const first = round % names.length;
      for (const name of [...names.slice(first), ...names.slice(0, first)]) {
        const measure = (total) => servers.get(name).measure({ ...contestants[name], total });
        await measure(warmAgain);
        measured.get(name).push(await measure(requests));
      }
      sent += warmAgain + requests;
    }
    await Promise.all([...servers.values()].map((server) => server.stop()));
  }
  for (const name of names) await atEnd(name, sent);

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
