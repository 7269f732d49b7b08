/** The time limit of a delivery, from its arrival to its reply. */
export class Deadline {
  #isOver = false;
  #controller: AbortController | undefined;
  #onExpiry: (() => void) | undefined;

  /** @param end when it expires, by `performance.now()` */
  constructor(readonly end: number) {}

  /** Milliseconds. */
  get remaining(): number {
    return Math.max(0, this.end - performance.now());
  }

  /** Aborted when the time is up. Made when first asked for: most handlers never ask. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isOver) this.#controller.abort(overdue());
    return this.#controller.signal;
  }

  /** Calls back when the time is up, at once if it is. In place of what was to be called before. */
  onExpiry(callback: () => void): void {
    this.#onExpiry = callback;
    if (this.#isOver) callback();
  }

  /** What `running` settles to, or what `late` says when the time is up first. One race at a time. */
  race<Result>(running: Promise<Result>, late: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.onExpiry(() => resolve(late()));
      running.then(resolve, reject);
    });
  }

  /** Says that the time is up. */
  expire(): void {
    this.#isOver = true;
    this.#controller?.abort(overdue());
    this.#onExpiry?.();
  }
}

/** Deadlines of one length. They expire in the order they were set, so one timer serves them all. */
export class Deadlines {
  readonly #ms: number;
  readonly #open = new Set<Deadline>();
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** @param start when its time began, by `performance.now()` */
  set(start: number): Deadline {
    const deadline = new Deadline(start + this.#ms);
    this.#open.add(deadline);
    if (this.#timer === undefined) this.#wait(this.#ms);
    else if (this.#open.size === 1) this.#timer.ref();
    return deadline;
  }

  /** To be called once the reply is out: nothing is aborted after that. */
  clear(deadline: Deadline): void {
    this.#open.delete(deadline);
    // An idle server may exit.
    if (this.#open.size === 0) this.#timer?.unref();
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => this.#expire(), ms);
  }

  #expire(): void {
    this.#timer = undefined;
    for (const deadline of this.#open) {
      if (deadline.remaining > 0) return this.#wait(deadline.remaining);
      this.#open.delete(deadline);
      deadline.expire();
    }
  }
}

const overdue = (): Error => Object.assign(new Error('The reply to Tencent is overdue'), { name: 'TimeoutError' });
