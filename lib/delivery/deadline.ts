/** A time limit: of a delivery, from its arrival to its reply, or of a part of it. */
export class Deadline {
  #isOver = false;
  #controller: AbortController | undefined;
  #expire: (() => void) | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #end: number;

  constructor(ms: number) {
    this.#end = performance.now() + ms;
    this.#timer = setTimeout(() => {
      this.#isOver = true;
      this.#controller?.abort(overdue());
      this.#expire?.();
    }, ms);
  }

  /** Milliseconds. */
  get remaining(): number {
    return Math.max(0, this.#end - performance.now());
  }

  /** Aborted when the time is up. Made when first asked for: most handlers never ask. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isOver) this.#controller.abort(overdue());
    return this.#controller.signal;
  }

  /** Calls back when the time is up, at once if it is. In place of what was to be called before. */
  onExpiry(expire: () => void): void {
    this.#expire = expire;
    if (this.#isOver) expire();
  }

  /** What `running` settles to, or what `late` says when the time is up first. One race at a time. */
  race<Result>(running: Promise<Result>, late: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.onExpiry(() => resolve(late()));
      running.then(resolve, reject);
    });
  }

  /** To be called once the reply is out: nothing is aborted after that. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}

const overdue = (): Error => Object.assign(new Error('The reply to Tencent is overdue'), { name: 'TimeoutError' });
