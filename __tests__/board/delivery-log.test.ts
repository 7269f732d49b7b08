import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { createDeliveryLog, type LoggedDelivery } from '../../example-app/src/store/delivery-log';

interface Batch {
  readonly rows: readonly { readonly outcome: string; readonly rawBody?: string; readonly reply: string }[];
  readonly counts: readonly { readonly name: string; readonly value: number }[];
  readonly failures: number;
}

const delivery = (outcome: string, fields: Partial<LoggedDelivery> = {}): LoggedDelivery => ({
  receivedAt: new Date(0),
  outcome,
  failure: undefined,
  reason: undefined,
  command: undefined,
  roomId: undefined,
  eventId: undefined,
  summary: undefined,
  reply: '{}',
  durationMs: 1,
  rawBody: undefined,
  ...fields,
});
const failed = (fields: Partial<LoggedDelivery> = {}) => delivery('failed', { failure: 'handler-late', ...fields });

describe('the delivery log', () => {
  let batches: Batch[];
  let isAway: boolean;
  const createLog = () =>
    createDeliveryLog(
      {
        query: async <Row>(_sql: string, [json]: readonly unknown[]): Promise<readonly Row[]> => {
          if (isAway) throw new Error('away');
          batches.push(JSON.parse(String(json)) as Batch);
          return [];
        },
        run: async () => {},
        listen: async () => {},
        close: async () => {},
      },
      pino({ level: 'silent' }),
      () => {},
    );
  const counted = (): Record<string, number> => {
    const sums: Record<string, number> = {};
    for (const { name, value } of batches.flatMap(({ counts }) => counts)) sums[name] = (sums[name] ?? 0) + value;
    return sums;
  };
  const outcomes = (): string[] => batches.flatMap(({ rows }) => rows.map(({ outcome }) => outcome));

  beforeEach(() => {
    batches = [];
    isAway = false;
  });

  it('writes many deliveries in few batches, and counts them by outcome and failure', async () => {
    const log = createLog();
    for (let index = 0; index < 700; index++) {
      log.count('handled', undefined);
      log.add(delivery('handled'));
    }
    log.count('refused', 'unsigned');
    await log.close();
    expect(batches.map(({ rows }) => rows.length)).toEqual([500, 200]);
    expect(counted()).toEqual({ 'outcome handled': 700, 'outcome refused unsigned': 1 });
    expect(batches.reduce((sum, { failures }) => sum + failures, 0)).toBe(1);
  });

  it('keeps the bytes of a body and the text of a reply', async () => {
    const log = createLog();
    log.add(failed({ rawBody: Buffer.from([0xff, 0]), reply: `{"ErrorInfo":"${'x'.repeat(500)}"}` }));
    await log.close();
    const [row] = batches.flatMap(({ rows }) => rows);
    expect(Buffer.from(row?.rawBody ?? '', 'base64')).toEqual(Buffer.from([0xff, 0]));
    expect(row?.reply).toHaveLength(516);
  });

  it('tries again when the database was away, and loses neither rows nor counts', async () => {
    isAway = true;
    const log = createLog();
    log.count('failed', 'handler-late');
    log.add(failed());
    await sleep(300);
    expect(batches).toEqual([]);
    isAway = false;
    log.count('failed', 'handler-late');
    await log.close();
    expect(outcomes()).toEqual(['failed']);
    expect(counted()).toEqual({ 'outcome failed handler-late': 2 });
  });

  it('is bounded: it leaves out successes first, then failures, and counts what it left out', async () => {
    isAway = true;
    const log = createLog();
    for (let index = 0; index < 2100; index++) log.add(delivery('handled'));
    for (let index = 0; index < 3100; index++) log.add(failed());
    isAway = false;
    await log.close();
    const written = outcomes();
    expect(written.filter((outcome) => outcome === 'handled')).toHaveLength(2000);
    expect(written.filter((outcome) => outcome === 'failed')).toHaveLength(3000);
    expect(counted()['not logged']).toBe(200);
  });

  it('is bounded in bytes', async () => {
    const log = createLog();
    const rawBody = Buffer.alloc(1024 * 1024);
    for (let index = 0; index < 40; index++) log.add(failed({ rawBody }));
    await log.close();
    expect(outcomes().length).toBeLessThan(33);
    expect(counted()['not logged']).toBe(40 - outcomes().length);
  });
});
