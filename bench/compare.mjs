import { startServer } from './server.mjs';
import { mean, median } from './statistics.mjs';

export const warmUp = 8000;

/**
 * How many requests a server gets before the next one has its turn. What else happens on the machine changes within
 * milliseconds: the shorter the turns, the more alike is what the servers meet.
 */
export const longestTurn = 250;
/** Before each turn, and not counted: a process that has waited for its turn is slower at first. */
export const warmAgain = 50;

/** How many processes each server has, one after the other: two of them may differ by a tenth as long as they live. */
export const processes = 6;

/**
 * Measures contestants in turn: a server for each, warmed up, and then so many rounds of so many requests. In a round,
 * the servers take turns of a few hundred requests, each time beginning with another one, and its figures are those of
 * all its turns. All servers are started anew several times. The ratios are those of two figures of one round. In the
 * end, `atEnd` is called with each contestant's name and how many requests it was sent.
 */
export const compare = async (contestants, { rounds, requests, atEnd = async () => {} }) => {
  const names = Object.keys(contestants);
  const measured = new Map(names.map((name) => [name, []]));
  const start = async (name) => {
    const { server: file = name, env, execPath } = contestants[name];
    const server = await startServer(file, { env, execPath });
    await server.measure({ ...contestants[name], total: warmUp });
    return { name, server, client: await server.openClient(contestants[name]) };
  };
  const turns = Math.ceil(requests / longestTurn);
  const perTurn = Math.ceil(requests / turns);
  let sent = 0;
  for (let round = 0; round < rounds;) {
    const started = [];
    for (const name of names) started.push(await start(name));
    sent += warmUp;
    for (const end = Math.min(rounds, round + Math.ceil(rounds / processes)); round < end; round++) {
      const figures = new Map(names.map((name) => [name, []]));
      for (let turn = 0; turn < turns; turn++) {
        const first = (round + turn) % names.length;
        for (const { name, client } of [...started.slice(first), ...started.slice(0, first)]) {
          await client.measure(warmAgain);
          figures.get(name).push(await client.measure(perTurn));
        }
        sent += warmAgain + perTurn;
      }
      for (const name of names) {
        const meanOf = (figure) => mean(figures.get(name).map(figure));
        measured.get(name).push({
          cpu: meanOf(({ cpu }) => cpu),
          perSecond: 1 / meanOf(({ perSecond }) => 1 / perSecond),
          apart: meanOf(({ apart }) => apart),
        });
      }
    }
    for (const { client } of started) client.close();
    await Promise.all(started.map(({ server }) => server.stop()));
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
