import type { Outcome } from 'tencent-live-webhooks';

/** How this process has been doing in the last minute. */
export interface Health {
  /** Milliseconds from arrival to reply: the median, and what 99 of 100 replies were below; null without any. */
  readonly replyP50Ms: number | null;
  readonly replyP99Ms: number | null;
  readonly deliveries: number;
  /** Deliveries that were authentic and still not handled. */
  readonly failures: number;
  /** Deliveries that were not authentic, not for this app, or not readable. */
  readonly refused: number;
  /** Since the start: verdicts that were sent before their event was stored. Such an event may be missing. */
  readonly unconfirmed: number;
}

export interface HealthMonitor {
  readonly observe: (outcome: Outcome) => void;
  /** A verdict was sent before its event was stored. */
  addUnconfirmed(): void;
  read(): Health;
}

const windowMs = 60_000;
/** Enough for a percentile, however many replies there are. */
const mostSamples = 2000;

interface Second {
  readonly at: number;
  deliveries: number;
  failures: number;
  refused: number;
}

export const createHealthMonitor = (now: () => number = Date.now): HealthMonitor => {
  let samples: { readonly at: number; readonly ms: number }[] = [];
  let seconds: Second[] = [];
  let unconfirmed = 0;

  const secondNow = (): Second => {
    const at = Math.floor(now() / 1000) * 1000;
    const last = seconds.at(-1);
    if (last?.at === at) return last;
    const next = { at, deliveries: 0, failures: 0, refused: 0 };
    seconds = [...seconds.filter((second) => second.at > at - windowMs), next];
    return next;
  };

  return {
    observe: ({ type, failure, durationMs }) => {
      // The reply of a late delivery was counted when it was sent.
      if (type === 'late') return;
      const second = secondNow();
      second.deliveries += 1;
      if (type === 'refused') second.refused += 1;
      else if (failure) second.failures += 1;
      samples.push({ at: now(), ms: durationMs });
      if (samples.length > 2 * mostSamples) samples = samples.slice(-mostSamples);
    },
    addUnconfirmed: () => void (unconfirmed += 1),
    read: () => {
      const since = now() - windowMs;
      const recent = samples.filter(({ at }) => at > since).slice(-mostSamples);
      const durations = recent.map(({ ms }) => ms).toSorted((a, b) => a - b);
      const inWindow = seconds.filter(({ at }) => at > since - 1000);
      const sum = (count: (second: Second) => number): number =>
        inWindow.reduce((total, second) => total + count(second), 0);
      return {
        replyP50Ms: percentile(durations, 0.5),
        replyP99Ms: percentile(durations, 0.99),
        deliveries: sum(({ deliveries }) => deliveries),
        failures: sum(({ failures }) => failures),
        refused: sum(({ refused }) => refused),
        unconfirmed,
      };
    },
  };
};

/** The smallest value that at least this share of the sorted values does not exceed. */
const percentile = (sorted: readonly number[], share: number): number | null => {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  return value === undefined ? null : Math.round(value * 10) / 10;
};
