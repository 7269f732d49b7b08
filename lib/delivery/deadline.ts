import type * as T from 'fp-ts/Task';

/** The time one delivery has, from arrival to reply. */
export interface Deadline {
  /** Aborted when the time is up. */
  readonly signal: AbortSignal;
  /**
   * What `work` settles to, or what `late` makes of the still running work when the time is up first. One race at a
   * time.
   */
  race<Result>(work: T.Task<Result>, late: (running: Promise<Result>) => Result): T.Task<Result>;
  /** To be called once the reply is out: nothing is aborted after that. */
  clear(): void;
}

/** Starts a delivery's only timer. */
export const startDeadline = (ms: number): Deadline => {
  let isOver = false;
  let controller: AbortController | undefined;
  let expire: (() => void) | undefined;

  const timer = setTimeout(() => {
    isOver = true;
    controller?.abort(overdue());
    expire?.();
  }, ms);

  return {
    // Made when first asked for: most handlers never ask, and a controller costs more than the rest of this file.
    get signal() {
      controller ??= new AbortController();
      if (isOver) controller.abort(overdue());
      return controller.signal;
    },
    race: (work, late) => () =>
      new Promise((resolve, reject) => {
        const running = work();
        expire = () => resolve(late(running));
        if (isOver) expire();
        running.then(resolve, reject);
      }),
    clear: () => clearTimeout(timer),
  };
};

const overdue = (): Error => Object.assign(new Error('The reply to Tencent is overdue'), { name: 'TimeoutError' });
