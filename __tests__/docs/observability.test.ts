import path from 'node:path';
import { signedRequest } from '../../lib/testing';
import { sdkAppId } from '../support/receiver';
import { documentedProject, token } from './project';

const gift = 'Live.CallbackBeforeSendGift';
const created = 'Live.CallbackAfterCreateRoom';
const destroyed = 'Live.CallbackAfterDestroyRoom';
const madeUp = ['Live.A', 'Live.B', 'constructor'];

/** What a user's OpenTelemetry set-up does, except that it keeps its spans in memory. */
const tracing = `
  import { register } from 'node:module';
  import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
  import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
  import { httpInstrumentation } from './http-instrumentation.js';

  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
  export const exporter = new InMemorySpanExporter();
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
  new HttpInstrumentation(httpInstrumentation);
`;

const app = `
  import express from 'express';
  import { register } from 'prom-client';
  import { requestLog } from './log-outcome.js';
  import { exporter } from './tracing.js';
  import { webhooks } from './webhooks.js';

  export { webhooks };
  export const app = express().use(requestLog).use('/tencent-callback', webhooks);

  process.once('beforeExit', async () => {
    const spans = exporter.getFinishedSpans().map((span) => ({
      name: span.name,
      kind: span.kind,
      attributes: span.attributes,
      status: span.status.code,
      id: span.spanContext().spanId,
      parent: span.parentSpanContext?.spanId,
    }));
    console.log(JSON.stringify({ spans, metrics: await register.metrics() }));
  });
`;

/** Handlers that work, fail, and are late. */
const handlers = `
  import { setTimeout as sleep } from 'node:timers/promises';
  import { allow } from 'tencent-live-webhooks';

  export const handlers = {
    'Live.CallbackBeforeSendGift': () => allow(),
    'Live.CallbackAfterCreateRoom': () => {
      throw new Error('the database is down');
    },
    'Live.CallbackAfterDestroyRoom': () => sleep(1600),
  };
`;

interface Span {
  readonly name: string;
  readonly kind: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly status: number;
  readonly parent?: string;
  readonly id: string;
}

const project = documentedProject(['docs/observability.md']);
const requests = [
  signedRequest({ sdkAppId, command: gift, token }),
  signedRequest({ sdkAppId, command: created, token }),
  signedRequest({ sdkAppId, command: destroyed, token }),
  signedRequest({ sdkAppId, command: gift, token: 'another' }),
  ...madeUp.map((command) => signedRequest({ sdkAppId, command, body: { CallbackCommand: command }, token })),
];

jest.setTimeout(60_000);

let printed: string;
let spans: readonly Span[];
let metrics: readonly string[];
let logged: readonly Readonly<Record<string, unknown>>[];

beforeAll(async () => {
  await project.compile();
  project.write('observability.md/tracing.js', tracing);
  project.write('observability.md/handlers.js', handlers);
  printed = await project.node([
    '--import',
    './observability.md/tracing.js',
    path.join(__dirname, 'exchange.mjs'),
    project.write('observability.md/app.js', app),
    project.write('requests.json', JSON.stringify(requests)),
  ]);
  const lines = printed.trim().split('\n');
  const report = JSON.parse(lines.at(-1)!) as { spans: readonly Span[]; metrics: string };
  ({ spans } = report);
  metrics = report.metrics.split('\n');
  logged = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
});
afterAll(() => project.remove());

test('no span, metric or line of the log holds a signature', () => {
  for (const { query } of requests) {
    const sign = new URLSearchParams(query).get('Sign');
    expect(sign).toHaveLength(64);
    expect(printed).not.toContain(sign);
  }
  expect(printed).not.toMatch(/(Sign|RequestTime)=/i);
});

describe('the OpenTelemetry recipe', () => {
  const SERVER = 1;
  const ERROR = 2;

  it('describes each delivery on the span of its request', () => {
    const described = spans
      .filter(({ kind }) => kind === SERVER)
      .map(({ attributes, status }) => [
        attributes['tencent.outcome'],
        attributes['tencent.command'],
        attributes['error.type'],
        attributes['tencent.error_code'],
        status === ERROR,
      ]);
    expect(described).toEqual([
      ['handled', gift, undefined, 0, false],
      ['failed', created, 'handler-failed', 500, true],
      ['failed', destroyed, 'handler-late', 504, true],
      ['refused', 'none', 'bad-signature', 401, false],
      ...madeUp.map(() => ['unknown', 'other', undefined, 0, false]),
    ]);
  });

  it('keeps the other parameters of the URL', () => {
    const queries = spans.filter(({ kind }) => kind === SERVER).map(({ attributes }) => attributes['url.query']);
    for (const query of queries) expect(query).toMatch(/^SdkAppid=1400000001&CallbackCommand=[^&]+&content/);
  });

  it('gives a late handler a span below that of its request', () => {
    const late = spans.find(({ name }) => name === 'late handler');
    const request = spans.find(({ attributes }) => attributes['error.type'] === 'handler-late');
    expect(late).toMatchObject({ parent: request?.id, attributes: { 'tencent.outcome': 'late' } });
  });
});

describe('the Prometheus recipe', () => {
  it('counts deliveries by how they ended, and all made-up commands as one', () => {
    // On a busy machine, the late handler may end before or after the last requests.
    expect(new Set(metrics.filter((line) => line.startsWith('tencent_webhooks_total')))).toEqual(
      new Set([
        `tencent_webhooks_total{outcome="handled",command="${gift}",failure="none"} 1`,
        `tencent_webhooks_total{outcome="failed",command="${created}",failure="handler-failed"} 1`,
        `tencent_webhooks_total{outcome="failed",command="${destroyed}",failure="handler-late"} 1`,
        'tencent_webhooks_total{outcome="refused",command="none",failure="bad-signature"} 1',
        'tencent_webhooks_total{outcome="unknown",command="other",failure="none"} 3',
        `tencent_webhooks_total{outcome="late",command="${destroyed}",failure="none"} 1`,
      ]),
    );
  });

  it('measures each reply once', () => {
    expect(metrics).toContain(`tencent_webhook_reply_seconds_count{command="${destroyed}"} 1`);
    expect(metrics).toContain(`tencent_webhook_reply_seconds_bucket{le="1",command="${destroyed}"} 0`);
    expect(metrics).toContain('tencent_webhook_reply_seconds_count{command="other"} 3');
  });
});

describe('the pino recipe', () => {
  it('writes a line for each outcome', () => {
    const [INFO, WARN, ERROR] = [30, 40, 50];
    const outcomes = logged.filter(({ msg }) => msg === 'webhook');
    const late = outcomes.filter(({ outcome }) => outcome === 'late');
    const replied = outcomes.filter(({ outcome }) => outcome !== 'late');
    expect([...replied, ...late].map(({ level, outcome, command }) => [level, outcome, command])).toEqual([
      [INFO, 'handled', gift],
      [ERROR, 'failed', created],
      [ERROR, 'failed', destroyed],
      [WARN, 'refused', undefined],
      ...madeUp.map((command) => [INFO, 'unknown', command]),
      [INFO, 'late', destroyed],
    ]);
    expect(outcomes[1]).toMatchObject({ failure: 'handler-failed', err: { message: 'the database is down' } });
  });

  it('writes a line for each request', () => {
    const urls = logged.flatMap(({ req }) => (req as { url: string } | undefined)?.url ?? []);
    expect(urls).toHaveLength(requests.length);
    expect(urls[0]).toMatch(/^\/tencent-callback\?SdkAppid=1400000001&/);
  });
});
