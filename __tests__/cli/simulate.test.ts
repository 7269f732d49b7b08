import { createServer } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { deny, liveWebhooks, type LiveWebhooksOptions } from '../../lib';
import { waitForServer } from '../../lib/cli/client';
import { ConnectionError } from '../../lib/cli/errors';
import { createRandom } from '../../lib/cli/simulation/random';
import { createSender, repeat } from '../../lib/cli/simulation/runner';
import { createCounter } from '../../lib/cli/simulation/statistics';
import { createWorld } from '../../lib/cli/simulation/world';
import { cli, urlAt } from '../support/cli';
import { listening, plainAck, receiver, sdkAppId } from '../support/receiver';

const token = 'the token of the tests';
const identity = ['--sdk-app-id', String(sdkAppId), '--token', token];

interface Report {
  readonly sent: number;
  readonly commands: Readonly<Record<string, number>>;
  readonly errorCodes: Readonly<Record<string, { count: number; errorInfo: string }>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly faulty: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  readonly seconds: number;
}

const simulate = async (port: number, ...args: readonly string[]) => {
  const { code, out, err } = await cli(['simulate', urlAt(port), ...identity, '--json', ...args]);
  return { code, err, report: JSON.parse(out) as Report };
};

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** Creates a middleware that counts the requests of each command and collects the failures. */
const counting = (options: Partial<LiveWebhooksOptions> = {}) => {
  const counts: Record<string, number> = {};
  const refusals: unknown[] = [];
  const webhooks = liveWebhooks({
    sdkAppId,
    token,
    handlers: {},
    ...options,
    onOutcome: ({ command = '', failure }) => {
      counts[command] = (counts[command] ?? 0) + 1;
      if (failure) refusals.push(failure);
    },
  });
  return { webhooks, counts, refusals };
};

describe('simulate', () => {
  it('sends signed requests that the middleware accepts, and reports exactly those', async () => {
    const { webhooks, counts, refusals } = counting();
    await listening(webhooks, async (port) => {
      const { code, report } = await simulate(port, '--rate', 'max', '--seconds', '0.5', '--seed', '1', '--rooms', '3');
      await webhooks.drain();
      expect(code).toBe(0);
      expect(refusals).toEqual([]);
      expect(report).toMatchObject({ rooms: 3, seed: 1, faulty: 0, faults: {}, commands: counts });
      expect(report.sent).toBe(sum(Object.values(counts)));
      expect(report.errorCodes).toEqual({ 0: { count: report.sent, errorInfo: '' } });
      expect(counts).toMatchObject({ 'Live.CallbackAfterCreateRoom': expect.any(Number) });
      expect(report.latencyMs.p50).toBeGreaterThan(0);
      expect(report.latencyMs.p99).toBeGreaterThanOrEqual(report.latencyMs.p50);
    });
  });

  it('keeps to its rate', async () => {
    await listening(counting().webhooks, async (port) => {
      const { report } = await simulate(port, '--rate', '40', '--seconds', '1.5');
      // The first one is due at once. A busy machine may fall behind.
      expect(report.sent).toBeLessThanOrEqual(40 * report.seconds + 1);
      expect(report.sent).toBeGreaterThan(30);
    });
  });

  it('follows verdicts: a message that was refused is not sent', async () => {
    const verdict = () => deny(10150, 'no talking');
    const { webhooks } = counting({ handlers: { 'Group.CallbackBeforeSendMsg': verdict } });
    await listening(webhooks, async (port) => {
      const { code, report } = await simulate(port, '--rate', 'max', '--seconds', '0.5');
      expect(code).toBe(0);
      expect(report.errorCodes['10150']).toEqual({
        count: report.commands['Group.CallbackBeforeSendMsg'],
        errorInfo: 'no talking',
      });
      expect(report.commands).not.toHaveProperty(['Group.CallbackAfterSendMsg']);
    });
  });

  it('ends with a summary of what was sent and what came back', async () => {
    await listening(receiver({ token: 'another' }).webhooks, async (port) => {
      const { code, out } = await cli(['simulate', urlAt(port), ...identity, '--rate', '100', '--seconds', '0.3']);
      expect(code).toBe(0);
      expect(out).toMatch(/^\d+ requests from 4 rooms in 0\.\d s: \d+\.\d a second; p50 \d+\.\d ms, p99 \d+\.\d ms\n/);
      expect(out).toMatch(/\n +\d+ {2}Live\.CallbackAfterCreateRoom\n/);
      expect(out).toMatch(/\nwere answered with\n +\d+ {2}ErrorCode 401: Sign does not belong to RequestTime/);
      expect(out).toMatch(/\nEvery reply was the one Tencent demands\.$/);
    });
  });

  it('fails when replies are not the ones Tencent demands', async () => {
    await listening(
      (_request, response) => response.writeHead(404).end('Not found'),
      async (port) => {
        const { code, report } = await simulate(port, '--rate', '50', '--seconds', '0.3');
        expect(code).toBe(1);
        expect(report.faulty).toBe(report.sent);
        expect(report.faults).toEqual({
          'The HTTP status is 404: Tencent counts every status but 200 as a failure. The body is not a JSON object.':
            report.sent,
        });
        const { out } = await cli(['simulate', urlAt(port), ...identity, '--rate', '50', '--seconds', '0.3']);
        expect(out).toMatch(/\n\d+ had no reply, or not the one Tencent demands:\n +\d+ {2}The HTTP status is 404/);
      },
    );
  });

  it('goes on when the server stops, and fails in the end', async () => {
    const server = createServer(counting().webhooks);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const running = simulate(port, '--rate', '50', '--seconds', '1');
    await sleep(500);
    server.closeAllConnections();
    server.close();
    const { code, report } = await running;
    expect(code).toBe(1);
    expect(report.errorCodes['0']!.count).toBeGreaterThan(5);
    expect(Object.keys(report.faults)).toContain(`connect ECONNREFUSED 127.0.0.1:${port}`);
  });

  it('waits for a server that is just starting', async () => {
    const server = createServer((_request, response) => response.end(plainAck));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const running = simulate(port, '--rate', '50', '--seconds', '0.3');
    await sleep(500);
    server.listen(port, '127.0.0.1');
    const { code, report } = await running;
    server.closeAllConnections();
    server.close();
    expect(code).toBe(0);
    expect(report.sent).toBeGreaterThan(0);
  });

  it('sends a request once more when the server was just closing the idle connection', async () => {
    const requests = new Map<string, number>();
    let unanswered = 0;
    const server = createNetServer((socket) => {
      let isIdle = false;
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        const body = String(bytes).split('\r\n\r\n')[1]!;
        requests.set(body, (requests.get(body) ?? 0) + 1);
        if (isIdle) {
          unanswered += 1;
          socket.resetAndDestroy();
        } else socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${plainAck.length}\r\n\r\n${plainAck}`);
        isIdle = true;
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { code, report } = await simulate(port, '--rate', '50', '--seconds', '0.5');
    server.close();
    expect({ code, faults: report.faults }).toEqual({ code: 0, faults: {} });
    expect(unanswered).toBeGreaterThan(3);
    expect(sum([...requests.values()])).toBe(report.sent + unanswered);
  });

  it('gives up on a server that does not start', async () => {
    const waiting = waitForServer(new URL('http://localhost:9/hook'), 300);
    await expect(waiting).rejects.toThrow(new ConnectionError('no connection within 0.3 s (ECONNREFUSED)'));
  });

  it('ends when the user interrupts it, and shows its progress until then', async () => {
    const user = new AbortController();
    await listening(counting().webhooks, async (port) => {
      setTimeout(() => user.abort(), 1300);
      const { code, out, progress } = await cli(['simulate', urlAt(port), ...identity, '--rate', '20'], {
        interrupted: () => user.signal,
      });
      expect(code).toBe(0);
      expect(out).toContain('Every reply was the one Tencent demands.');
      expect(progress).toEqual([expect.stringMatching(/^\d+ requests, \d+\.\d a second, p50 .* ms, 0 wrong$/), '']);
    });
  });

  it.each([
    ['no rooms', ['--rooms', '0'], 'Give a whole number from 1 to 10000.'],
    ['half a room', ['--rooms', '1.5'], 'Give a whole number from 1 to 10000.'],
    ['a rate that is none', ['--rate', 'fast'], 'Give a number from 0.01 to 100000.'],
    ['an empty rate', ['--rate', ''], 'Give a number from 0.01 to 100000.'],
    ['a negative time', ['--seconds', '-1'], 'Give a number from 0 to 2000000.'],
  ])('is wrong usage with %s', async (_what, args, complaint) => {
    const { code, out, err } = await cli(['simulate', urlAt(9), ...identity, ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(complaint);
  });
});

describe('the statistics of a simulation', () => {
  const reply = (ErrorCode: number, ErrorInfo = '') => ({
    status: 200,
    ms: 1,
    body: JSON.stringify({ ActionStatus: 'OK', ErrorInfo, ErrorCode }),
  });

  it('do not grow with the codes and texts that a server makes up', () => {
    const counter = createCounter();
    for (let code = 0; code < 1000; code++) counter.addReply('Room.Own', reply(code, 'x'.repeat(10_000)));
    for (let code = 0; code < 1000; code++) counter.addFault('Room.Own', `fault ${code}`);
    const { sent, errorCodes, faults } = counter.total();
    expect(sent).toBe(2000);
    expect(Object.keys(errorCodes)).toHaveLength(101);
    expect(errorCodes['0']).toEqual({ count: 1, errorInfo: 'x'.repeat(500) });
    expect(errorCodes['others']).toEqual({ count: 900, errorInfo: '' });
    expect(Object.keys(faults)).toHaveLength(101);
    expect(faults['others']).toBe(900);
  });

  it('report that a reply allows the event only when its code is 0', () => {
    const counter = createCounter();
    expect([0, 1, 102101].map((code) => counter.addReply('Room.Own', reply(code)))).toEqual([true, false, false]);
    expect(counter.addReply('Room.Own', { status: 200, ms: 1, body: '' })).toBe(false);
    expect(counter.total()).toMatchObject({ sent: 4, faulty: 1 });
  });
});

describe('the requests of a simulation', () => {
  it('are at most 64 at once', async () => {
    const end = new AbortController();
    let inFlight = 0;
    let most = 0;
    const ended = repeat('max', end.signal, async () => {
      most = Math.max(most, ++inFlight);
      await sleep(20);
      inFlight -= 1;
    });
    await sleep(100);
    end.abort();
    await ended;
    expect(most).toBe(64);
  });

  it('make up for one second of delay, and no more', async () => {
    const end = new AbortController();
    let count = 0;
    let resumedAt = 0;
    await repeat(100, end.signal, async () => {
      count += 1;
      if (count > 1) return;
      const start = performance.now();
      while (performance.now() - start < 2000);
      resumedAt = performance.now();
      setTimeout(() => end.abort(), 100);
    });
    const secondsSince = (performance.now() - resumedAt) / 1000;
    // Without the limit there would be 100 more.
    expect(count).toBeLessThanOrEqual(100 * (1 + secondsSince) + 64);
    expect(count).toBeGreaterThan(90);
  });

  it('pause when the server is down, and fail for errors of other kinds', async () => {
    const world = createWorld(1, createRandom(1));
    const counter = createCounter();
    const sendWith = (error: Error) =>
      createSender(world, { post: () => Promise.reject(error), close: () => {} }, counter, {
        url: 'http://localhost/hook',
        sdkAppId: '1400000001',
        token: undefined,
      });
    const start = performance.now();
    await sendWith(new ConnectionError('connect ECONNREFUSED'))();
    expect(performance.now() - start).toBeGreaterThan(90);
    expect(counter.total()).toMatchObject({ sent: 1, faulty: 1, faults: { 'connect ECONNREFUSED': 1 } });
    await expect(sendWith(new Error('a bug'))()).rejects.toThrow('a bug');
  });
});
