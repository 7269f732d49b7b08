import type { Tally } from './tally';

/** What a simulation came to. */
export interface Report extends Tally {
  readonly rooms: number;
  /** Plays the same rooms again. */
  readonly seed: number;
  /** How long it took. */
  readonly seconds: number;
}

const perSecond = ({ sent, seconds }: Report): string => (sent / Math.max(seconds, 0.001)).toFixed(1);

const latency = ({ latencyMs: { p50, p99 } }: Report): string => `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;

/** One line, while it goes on. */
export const progressOf = (report: Report): string =>
  `${report.sent} requests, ${perSecond(report)} a second, ${latency(report)}, ${report.faulty} wrong`;

/** The most frequent first. */
const counted = (counts: Readonly<Record<string, number>>): string[] =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([what, count]) => `${String(count).padStart(9)}  ${what}`);

/** What a person wants to know in the end. */
export const summaryOf = (report: Report): readonly string[] => {
  const codes = Object.entries(report.errorCodes).map(
    ([code, { count, errorInfo }]) => [`ErrorCode ${code}${errorInfo && `: ${errorInfo}`}`, count] as const,
  );
  return [
    `${report.sent} requests from ${report.rooms} rooms in ${report.seconds.toFixed(1)} s: ` +
      `${perSecond(report)} a second; ${latency(report)}`,
    ...counted(report.commands),
    ...(codes.length === 0 ? [] : ['were answered with', ...counted(Object.fromEntries(codes))]),
    ...(report.faulty === 0
      ? ['Every reply was the mandated one.']
      : [`${report.faulty} had no reply, or not the mandated one:`, ...counted(report.faults)]),
  ];
};
