import { createHistogram } from 'node:perf_hooks';
import type { Reply } from '../client';
import { checkReply } from '../reply';

/** The results of a simulation. */
export interface Statistics {
  readonly sent: number;
  /** How often each command was sent. */
  readonly commands: Readonly<Record<string, number>>;
  /** For each `ErrorCode` of correct replies: how often it came, and the first `ErrorInfo`. */
  readonly errorCodes: Readonly<Record<string, { readonly count: number; readonly errorInfo: string }>>;
  /** How often each fault occurred: no reply, or not the one Tencent demands. */
  readonly faults: Readonly<Record<string, number>>;
  /** How many requests had a fault. */
  readonly faulty: number;
  /** The latency of the replies, in milliseconds. */
  readonly latencyMs: { readonly p50: number; readonly p99: number };
}

/** A server chooses the codes and texts of its replies, so both are limited. */
const maxKeys = 100;
const maxInfoLength = 500;
const others = 'others';

const keyIn = (counts: Readonly<Record<string, unknown>>, key: string): string =>
  Object.hasOwn(counts, key) || Object.keys(counts).length < maxKeys ? key : others;

const increment = (counts: Record<string, number>, name: string): void => {
  const key = keyIn(counts, name);
  counts[key] = (counts[key] ?? 0) + 1;
};

/** Creates a counter whose memory does not grow with the number of requests. */
export const createCounter = () => {
  const commands: Record<string, number> = {};
  const errorCodes: Record<string, { count: number; errorInfo: string }> = {};
  const faults: Record<string, number> = {};
  const microseconds = createHistogram();
  let sent = 0;
  let faulty = 0;

  const addFault = (fault: string): void => {
    faulty += 1;
    increment(faults, fault);
  };

  return {
    /** Counts a reply, and returns whether it allows the event. */
    addReply(command: string, reply: Reply): boolean {
      sent += 1;
      increment(commands, command);
      microseconds.record(Math.max(1, Math.round(reply.ms * 1000)));
      const { ack, faults: found } = checkReply(reply);
      if (found.length > 0) addFault(found.join(' '));
      if (ack) {
        const key = keyIn(errorCodes, String(ack.ErrorCode));
        const errorInfo = key === others ? '' : ack.ErrorInfo.slice(0, maxInfoLength);
        (errorCodes[key] ??= { count: 0, errorInfo }).count += 1;
      }
      return ack?.ErrorCode === 0;
    },

    /** Counts a request that had no reply. */
    addFault(command: string, fault: string): void {
      sent += 1;
      increment(commands, command);
      addFault(fault);
    },

    total: (): Statistics => ({
      sent,
      commands,
      errorCodes,
      faults,
      faulty,
      latencyMs: { p50: microseconds.percentile(50) / 1000, p99: microseconds.percentile(99) / 1000 },
    }),
  };
};

export type Counter = ReturnType<typeof createCounter>;

/** The results together with what they are results of. */
export interface Report extends Statistics {
  readonly rooms: number;
  /** Repeats the simulation. */
  readonly seed: number;
  /** How long the simulation has run. */
  readonly seconds: number;
}

const perSecond = ({ sent, seconds }: Report): string => (sent / Math.max(seconds, 0.001)).toFixed(1);

const latency = ({ latencyMs: { p50, p99 } }: Report): string => `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;

/** Describes a running simulation in one line. */
export const describeProgress = (report: Report): string =>
  `${report.sent} requests, ${perSecond(report)} a second, ${latency(report)}, ${report.faulty} wrong`;

/** Lists counts, the highest first. */
const listCounts = (counts: Readonly<Record<string, number>>): string[] =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([what, count]) => `${String(count).padStart(9)}  ${what}`);

/** Describes a finished simulation in several lines. */
export const describeReport = (report: Report): readonly string[] => {
  const codes = Object.entries(report.errorCodes).map(
    ([code, { count, errorInfo }]) => [`ErrorCode ${code}${errorInfo && `: ${errorInfo}`}`, count] as const,
  );
  return [
    `${report.sent} requests from ${report.rooms} rooms in ${report.seconds.toFixed(1)} s: ` +
      `${perSecond(report)} a second; ${latency(report)}`,
    ...listCounts(report.commands),
    ...(codes.length === 0 ? [] : ['were answered with', ...listCounts(Object.fromEntries(codes))]),
    ...(report.faulty === 0
      ? ['Every reply was the one Tencent demands.']
      : [`${report.faulty} had no reply, or not the one Tencent demands:`, ...listCounts(report.faults)]),
  ];
};
