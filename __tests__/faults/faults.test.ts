import { randomInt } from 'node:crypto';
import { startChaos } from './chaos';
import { startChild } from './child';
import { eventually } from './eventually';
import { effectsIn, mostOfOneProcess } from './ledger';
import { member } from './member';
import { hasRedisServer, privateRedis } from './private-redis';
import { createFaultRandom } from './random';
import { afterwards, leaveNothing, pgBossScene, scene, temporaryDirectory } from './scene';
import { noteScenario, printScenarios } from './scenarios';
import { accountsOf, asText, eventsOf, tally, without } from './tally';
import { eventOf, eventsFrom, createClient, steadily, withDuplicates, type Event } from './traffic';
import type { Watched } from './watched';

const redisUrl = process.env['REDIS_URL'] ?? '';
const databaseUrl = process.env['DATABASE_URL'] ?? '';
const eventCount = Number(process.env['FAULT_EVENTS'] ?? 2000);
const seed = Number(process.env['FAULT_SEED'] ?? randomInt(2 ** 31));

const { post, close } = createClient();
afterEach(leaveNothing);
afterAll(() => {
  close();
  printScenarios();
});

const withRedis = redisUrl === '' ? describe.skip : describe;

const withRedisServer = hasRedisServer ? describe : describe.skip;
if (!hasRedisServer) {
  console.warn('There is no redis-server in PATH. NOT TESTED: that acknowledged events survive a restart of Redis.');
}

/** Posts all events while processes are killed and connections are cut, and accounts for every one of them. */
const run = async (
  title: string,
  {
    ledger,
    engine,
    settings,
    isDone,
  }: Pick<ReturnType<typeof scene>, 'ledger' | 'settings' | 'isDone'> & { readonly engine: Watched },
  suffix: '' | '-pg-boss',
): Promise<void> => {
  const start = performance.now();
  const webs = ['web-a', 'web-b'].map((name) => member('web', name, settings, `web${suffix}`));
  const workers = ['worker-a', 'worker-b'].map((name) => member('worker', name, settings, `worker${suffix}`));
  const fleet = [...webs, ...workers];
  await Promise.all(fleet.map((one) => one.start()));

  const random = createFaultRandom(seed);
  const events = eventsFrom(0, eventCount);
  const toPost = withDuplicates(events, random);
  const chaos = startChaos({ fleet, engine, ledger, random: createFaultRandom(seed) });
  afterwards(chaos.stop);
  const up = () => webs.flatMap((web) => web.current() ?? []);
  const posted = await steadily(toPost, 300, async (event) => {
    await eventually('a web process is up', 10, () => up().length > 0);
    return { event, ...(await post(random.pick(up()).port, event)) };
  });

  await chaos.stop();
  await eventually('no job is left to be done', 60, isDone);
  const exitCodes = await Promise.all(fleet.map(async (one) => one.current()?.stop()));
  const counts = tally(events, posted, ledger.lines());
  const { web, worker } = chaos.counts;
  // The report of a long run, by `npm run test:faults`.
  if (process.env['FAULT_EVENTS'] !== undefined) {
    console.log(
      `Fault suite, ${title}, seed ${seed}, ${((performance.now() - start) / 1000).toFixed(1)} seconds\n${asText(events, counts)}\n` +
        `killed       ${web.kills} web and ${worker.kills} worker processes\n` +
        `cut          ${web.cuts} connections of web and ${worker.cuts} of worker processes`,
    );
  }
  noteScenario(title, counts);

  const { acknowledged, lost, invented, effects, repeated } = counts;
  expect(lost).toEqual([]);
  expect(invented).toEqual([]);
  expect(repeated.notAllowed).toEqual([]);
  // A process that is killed has no more than these in hand.
  expect(mostOfOneProcess(repeated.afterKill)).toBeLessThanOrEqual(settings.concurrency);
  // On pg-boss, an attempt that a killed process had begun counts.
  expect(effects.filter(({ attempt }) => suffix === '' && attempt !== 1)).toEqual([]);
  expect(await engine.failed()).toBe(0);
  expect(exitCodes).toEqual([0, 0, 0, 0]);
  // Otherwise it would prove little.
  expect(acknowledged.size).toBeGreaterThan(eventCount * 0.75);
  expect(Math.min(web.kills, worker.kills, web.cuts, worker.cuts)).toBeGreaterThan(0);
};

describe(`${eventCount} events through two web and two worker processes, seed ${seed}`, () => {
  const title = 'web and worker processes killed, connections cut';

  (redisUrl === '' ? it.skip : it)(
    'no acknowledged event is lost, and none handled twice without need, on BullMQ',
    () => run(`BullMQ: ${title}`, scene(redisUrl), ''),
    60_000 + eventCount * 10,
  );

  (databaseUrl === '' ? it.skip : it)(
    'no acknowledged event is lost, and none handled twice without need, on pg-boss',
    async () => run(`pg-boss: ${title}`, await pgBossScene(), '-pg-boss'),
    90_000 + eventCount * 10,
  );
});

withRedisServer('Redis killed, and started again', () => {
  it('every event that was acknowledged is handled, and the others are given back', async () => {
    const server = await privateRedis(temporaryDirectory());
    afterwards(server.stop);
    await server.start();
    const { ledger, engine, settings, isDone } = scene(server.url);
    const web = await startChild('web', 'web', settings);
    const send = async (event: Event) => ({ event, ...(await post(web.port, event)) });

    const events = eventsFrom(0, 200);
    const posting = steadily(events, 400, send);
    await eventually('some events are queued', 10, async () => (await engine.pending()) > 100);
    await server.stop();
    const posted = await posting;

    const refused = posted.filter(({ type }) => type === 'refused');
    const refusal = {
      ActionStatus: 'FAIL',
      ErrorCode: 503,
      ErrorInfo: 'The event could not be queued in time. Check the queue; onOutcome has the cause.',
    };
    expect(refused.map(({ body }) => JSON.parse(body) as unknown)).toEqual(refused.map(() => refusal));
    // The outcome comes after the reply.
    await eventually('every failure is reported', 5, () => web.failures.length >= refused.length);
    expect(web.failures.map(({ failure }) => failure)).toEqual(refused.map(() => 'inbox-unavailable'));
    expect(new Set(web.failures.map(({ rawBody }) => rawBody))).toEqual(
      new Set(refused.map(({ event }) => event.body)),
    );
    // Tencent gives up after two seconds. What a loaded machine adds at both ends is not the time of the reply.
    expect(Math.max(...posted.map(({ ms }) => ms))).toBeLessThan(2500);
    expect(Math.min(refused.length, eventsOf(posted, 'acknowledged').length)).toBeGreaterThan(50);
    expect(eventsOf(posted, 'unanswered')).toEqual([]);

    await server.start();
    const later = eventsFrom(events.length, 100);
    await eventually(
      'events are acknowledged again',
      10,
      async () => (await send(eventOf(-1))).type === 'acknowledged',
    );
    posted.push(...(await steadily(later, 400, send)));
    const worker = await startChild('worker', 'worker', settings);
    await eventually('no job is left to be done', 20, isDone);
    expect(await Promise.all([web.stop(), worker.stop()])).toEqual([0, 0]);

    const counts = tally(events, posted, ledger.lines());
    noteScenario('BullMQ: Redis killed and started again, appendfsync always', counts);
    const { acknowledged, lost, repeated } = counts;
    expect(lost).toEqual([]);
    expect(without(accountsOf(later), acknowledged)).toEqual([]);
    expect(repeated).toEqual({ afterKill: [], afterCut: [], notAllowed: [] });
    expect(await engine.failed()).toBe(0);
  }, 60_000);
});

withRedis('A handler that fails', () => {
  it('is tried again until it succeeds or its attempts are used up, and the rest flow on', async () => {
    const options = { inbox: { attempts: 3 }, processor: { backoffMs: 600 }, concurrency: 1 };
    const { ledger, engine, settings, isDone } = scene(redisUrl, options);
    const web = await startChild('web', 'web', settings);
    const worker = await startChild('worker', 'worker', settings);
    const failsTwice = eventOf(1, 'fails twice');
    const failsAlways = eventOf(2, 'fails always');
    const others = eventsFrom(100, 20);

    await post(web.port, failsAlways);
    await post(web.port, failsTwice);
    await eventually('both were tried', 10, () => effectsIn(ledger.lines()).length >= 2);
    await Promise.all(others.map((event) => post(web.port, event)));
    await eventually('no job is left to be done', 20, isDone);
    expect(await Promise.all([web.stop(), worker.stop()])).toEqual([0, 0]);

    const effects = effectsIn(ledger.lines());
    const attemptsAt = (event: Event): number[] =>
      effects.filter(({ account }) => account === event.account).map(({ attempt }) => attempt);
    expect(attemptsAt(failsTwice)).toEqual([1, 2, 3]);
    expect(attemptsAt(failsAlways)).toEqual([1, 2, 3]);
    expect(others.map(attemptsAt)).toEqual(others.map(() => [1]));

    const order = effects.map(({ account }) => account);
    const lastTry = order.lastIndexOf(failsAlways.account);
    expect(others.filter(({ account }) => order.indexOf(account) > lastTry)).toEqual([]);

    expect(await engine.queue.getFailed()).toMatchObject([
      {
        failedReason: 'attempt 3 found the database away',
        attemptsMade: 3,
        data: { rawBody: failsAlways.body },
      },
    ]);
  }, 60_000);
});
