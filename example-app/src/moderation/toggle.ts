import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { inTime } from './in-time';
import type { Store } from './store';

/** Every process asks the database this often, so that it follows another one's change within a second. */
const lookEveryMs = 300;
const longestLookMs = 2000;

/** The Manager's switch, one for all processes. */
export interface Toggle {
  /** As it was when it was looked at last; while the database does not answer, as it was before. */
  isEnabled(): boolean;
  set(isEnabled: boolean): Promise<void>;
  /** Whether the database answered the last time. */
  isReachable(): boolean;
  close(): Promise<void>;
}

export const watchToggle = async (store: Store, logger: Logger): Promise<Toggle> => {
  let isEnabled = await store.isEnabled();
  let isReachable = true;
  let changes = 0;
  const closing = new AbortController();

  const look = async (): Promise<void> => {
    const changesBefore = changes;
    try {
      const found = await inTime(store.isEnabled(), longestLookMs);
      // What was read before this process changed it is out of date.
      if (changes === changesBefore) isEnabled = found;
      if (!isReachable) logger.info('the moderation store answers again');
      isReachable = true;
    } catch (err) {
      if (isReachable) logger.error({ err }, 'the moderation store does not answer');
      isReachable = false;
    }
  };

  const keepLooking = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      // Rejects when this is closed.
      await sleep(lookEveryMs, undefined, { ref: false, signal: closing.signal }).catch(() => {});
      if (!closing.signal.aborted) await look();
    }
  };
  const done = keepLooking();

  return {
    isEnabled: () => isEnabled,
    isReachable: () => isReachable,
    set: async (enabled) => {
      changes += 1;
      await store.setEnabled(enabled);
      changes += 1;
      isEnabled = enabled;
    },
    close: async () => {
      closing.abort();
      await done;
    },
  };
};
