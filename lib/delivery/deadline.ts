/** The time limit of a delivery, from its arrival to its reply. */
export class Deadline {
  #isExpired = false;
  #controller: AbortController | undefined;
  #onExpiry: (() => void) | undefined;

  /** @param end when it expires, by `performance.now()` */
  constructor(readonly end: number) {}

  /** Milliseconds. */
  get remaining(): number {
    return Math.max(0, this.end - performance.now());
  }

  /** Aborted when the time is up. Created when first asked for: most handlers never ask. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isExpired) this.#controller.abort(createTimeoutError());
    return this.#controller.signal;
  }

  /** Sets what is called when the time is up; calls it at once if it is. Replaces the previous callback. */
  onExpiry(callback: () => void): void {
    this.#onExpiry = callback;
    if (this.#isExpired) callback();
  }

  /**
   * Whether the time is up by the clock; if so, the deadline expires. A handler that blocks the event loop also holds up
   * the timer.
   */
  hasPassed(): boolean {
    if (this.remaining === 0) this.expire();
    return this.#isExpired;
  }

  /** Lets go of the callback, and with it of the request: see {@link Deadlines.clear}. */
  release(): void {
    this.#onExpiry = undefined;
  }

  /** Marks the time as up. */
  expire(): void {
    if (this.#isExpired) return;
    this.#isExpired = true;
    this.#controller?.abort(createTimeoutError());
    this.#onExpiry?.();
  }
}

/** Deadlines of one length. They expire in the order in which they were set, so one timer serves them all. */
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
    else this.#timer.ref();
    return deadline;
  }

  /**
   * Ends a deadline whose reply is being sent: after that, nothing is aborted. A Set that grows or shrinks leaves its
   * table behind with what was in it, which the next full garbage collection frees, and no earlier one.
   */
  clear(deadline: Deadline): void {
    this.#open.delete(deadline);
    deadline.release();
    // The timer of an idle server must not keep its process alive.
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

const createTimeoutError = (): Error =>
  Object.assign(new Error('The reply to Tencent is overdue'), { name: 'TimeoutError' });
