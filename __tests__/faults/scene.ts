import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killChildren, type Settings } from './child';
import { openLedger } from './ledger';
import { watchPgBoss } from './pg-boss';
import { watchRedis } from './redis';
import { sdkAppId, token } from './traffic';

const prefix = `faults-${randomBytes(6).toString('hex')}`;
let scenes = 0;

const steps: (() => Promise<unknown>)[] = [];

/** Done after the test, however it ends; what was begun last is ended first. */
export const afterwards = (step: () => Promise<unknown>): void => {
  steps.push(step);
};

/** Leaves no process, connection, key and file of the test. */
export const leaveNothing = async (): Promise<void> => {
  for (const step of steps.splice(0).toReversed()) await step();
};

export const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), `${prefix}-`));
  afterwards(async () => rmSync(directory, { recursive: true }));
  return directory;
};

const openScene = (url: string, queueName: string, options: Partial<Settings>) => {
  const ledger = openLedger(join(temporaryDirectory(), 'ledger'));
  const settings: Settings = {
    url,
    queueName,
    prefix,
    ledger: ledger.path,
    sdkAppId,
    token,
    concurrency: 8,
    ...options,
  };
  return { ledger, settings };
};

/** A queue on Redis and a ledger that no other test has. */
export const scene = (url: string, options: Partial<Settings> = {}) => {
  scenes += 1;
  const queueName = `queue-${scenes}`;
  const engine = watchRedis(url, queueName, prefix);
  const opened = openScene(url, queueName, options);
  afterwards(() => engine.close());
  afterwards(killChildren);
  return { ...opened, engine, isDone: async () => (await engine.pending()) === 0 };
};

/** A database with a queue of pg-boss and a ledger that no other test has. */
export const pgBossScene = async (options: Partial<Settings> = {}) => {
  const engine = await watchPgBoss(prefix);
  const opened = openScene(engine.url, 'tencent-live', options);
  afterwards(() => engine.close());
  afterwards(killChildren);
  return { ...opened, engine, isDone: async () => (await engine.pending()) === 0 };
};
