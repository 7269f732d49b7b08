/* Sends every case to one host on one runtime, and compares what came of it with what had to. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { cases, requestFor } from './cases.mjs';
import { transports } from './client/transports.mjs';
import { startServer } from './server.mjs';
import { deadlineMs, tencentGivesUpMs } from './settings.mjs';

const outcomeTimeoutMs = 1500;
/** Long enough for an outcome that must not come. */
const silenceMs = 100;

/** How the problem of a reply begins that came too late, or before the deadline. */
const late = 'replied after';

const defined = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

const codeIn = (body) => {
  try {
    return JSON.parse(body).ErrorCode;
  } catch {
    return undefined;
  }
};

const tryCase = async (server, host, name, expected, request) => {
  const isHanging = name === 'hanging';
  const since = server.facts.length;
  const start = performance.now();
  const { status, body } = await transports[host.transport ?? 'http'](server.port, request);
  const ms = performance.now() - start;
  // The hanging case runs beside the others, and only its outcome is this failure.
  const isMine = ({ outcome, failure }) => outcome && (failure === 'handler-late') === isHanging;
  const wait = expected.outcome ? outcomeTimeoutMs : silenceMs;
  const { outcome, failure } = (await server.waitFor(isMine, wait, since)) ?? {};
  const received = isHanging ? undefined : server.facts.slice(since).find((fact) => fact.handled);
  const { account, sha256 } = received ?? {};
  const observed = defined({ status, code: codeIn(body), outcome, failure, account, sha256 });
  const isInTime = !isHanging || (ms >= deadlineMs - 50 && ms < tencentGivesUpMs);
  if (!isInTime) return `${late} ${Math.round(ms)} ms`;
  return isDeepStrictEqual(observed, expected) ? undefined : `expected ${print(expected)}, got ${print(observed)}`;
};

const print = (object) =>
  Object.entries(object)
    .map(([name, value]) => `${name} ${name === 'sha256' ? value.slice(0, 8) : value}`)
    .join(', ');

/** What of a warning is the package's own, or about what it does. Others come from the hosts. */
const isOurs = ({ warning }) => /UnsupportedWarning|TENCENT_LIVE_WEBHOOKS/.test(warning ?? '');

/** For each case what differed, or `undefined`. */
export const tryHost = async ({ host, runtime, env }) => {
  const problems = {};
  const server = await startServer({ runtime, file: host.file, env: { ...env, ...host.env } });
  const attempt = async (name) => {
    const request = requestFor(name);
    const expected = host.differs?.[name]?.(request) ?? cases[name].expected(request);
    const problem = await tryCase(server, host, name, expected, request).catch(({ message }) => message);
    const failsWith = host.cannot?.[runtime.name];
    if (failsWith)
      problems[name] = problem?.startsWith(failsWith)
        ? undefined
        : `expected ${failsWith}, got ${problem ?? 'a reply'}`;
    else problems[name] = problem && [problem, server.crash()].filter(Boolean).join('\n');
  };
  try {
    const hanging = attempt('hanging');
    // Its request is on its way before the others'.
    await sleep(20);
    for (const name of Object.keys(cases)) if (name !== 'hanging') await attempt(name);
    await hanging;
    // On a busy machine the client itself may be late: what is late in truth is late again.
    if (problems.hanging?.startsWith(late)) await attempt('hanging');
    problems.warnings = server.facts.find(isOurs)?.warning;
  } finally {
    await server.stop();
  }
  return problems;
};

export const checks = {
  ...Object.fromEntries(Object.entries(cases).map(([name, { title }]) => [name, title])),
  warnings: 'no warning',
};
