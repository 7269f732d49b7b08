import { Counter, Gauge, type Registry } from 'prom-client';

/** What has happened to a message. `unstored` messages were answered as `MODERATION_ON_FAILURE` says. */
export type Result = 'allowed' | 'masked' | 'held' | 'unstored';

export interface Measures {
  count(result: Result): void;
  countLost(): void;
}

/** Registers the moderation server's metrics. */
export const createMeasures = (registry: Registry, waiting: () => number): Measures => {
  const registers = [registry];
  const messages = new Counter({
    name: 'moderation_messages_total',
    help: 'Messages by what happened to them; unstored ones could not be stored in time.',
    labelNames: ['result'] as const,
    registers,
  });
  const lost = new Counter({
    name: 'moderation_lost_total',
    help: 'Changes to the list of held messages that were given up.',
    registers,
  });
  const gauge = new Gauge({
    name: 'moderation_waiting',
    help: 'Changes to the list of held messages that wait for the database.',
    registers: [],
    collect() {
      this.set(waiting());
    },
  });
  registry.registerMetric(gauge);
  return { count: (result) => messages.inc({ result }), countLost: () => lost.inc() };
};
