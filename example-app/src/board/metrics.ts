import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Outcome } from 'tencent-live-webhooks';
import { projections } from '../store/projections';

export interface Metrics {
  readonly observe: (outcome: Outcome) => void;
  /** What Prometheus reads. */
  readonly registry: Registry;
}

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];

  const deliveries = new Counter({
    name: 'webhook_deliveries_total',
    help: 'Deliveries by command and outcome; a late handler that settles is an outcome of its own.',
    labelNames: ['command', 'outcome', 'failure'] as const,
    registers,
  });
  const reply = new Histogram({
    name: 'webhook_reply_seconds',
    help: 'Time from the arrival of a delivery to its reply. Tencent waits for 2 seconds.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2],
    registers,
  });

  return {
    registry,
    observe: ({ type, command, failure, durationMs }) => {
      // A sender may name any command, and each would become a time series.
      const known = command !== undefined && Object.hasOwn(projections, command) ? command : 'other';
      deliveries.inc({ command: known, outcome: type, failure: failure?.type ?? '' });
      if (type !== 'late') reply.observe(durationMs / 1000);
    },
  };
};
