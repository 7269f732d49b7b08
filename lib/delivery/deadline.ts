/** The time limit of a delivery, from its arrival to its reply. */
export class Deadline {
  #isExpired = false;
  #controller: AbortController | undefined;
  #onExpiry: (() => void) | undefined;

  // The neighbours in the ring of open deadlines. One outside a ring is its own neighbour.
  #previous: Deadline = this;
  #next: Deadline = this;

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

  /** The one after it in its ring, or itself. */
  get next(): Deadline {
    return this.#next;
  }

  /** The one before it in its ring, or itself. */
  get previous(): Deadline {
    return this.#previous;
  }

  /** Puts this one, which is in no ring, before another. */
  insertBefore(next: Deadline): void {
    this.#previous = next.#previous;
    this.#next = next;
    this.#previous.#next = this;
    next.#previous = this;
  }

  /** Takes it out of its ring, if it is in one. It keeps no neighbour, which could then not be collected as garbage. */
  remove(): void {
    this.#previous.#next = this.#next;
    this.#next.#previous = this.#previous;
    this.#previous = this;
    this.#next = this;
  }

  /** Drops the callback, and with it the reference to the request: an app that keeps a delivery also keeps its deadline. */
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

/**
 * Deadlines that one timer serves. The open ones are a ring in the order of their ends: a `Set` leaves tables behind, which
 * the garbage collections of each request's objects have to visit.
 */
export class Deadlines {
  /** The ring of the open ones, the first to end first, begins after it. */
  readonly #anchor = new Deadline(-Infinity);
  #timer: NodeJS.Timeout | undefined;
  /** When the timer fires. */
  #wakeUp = Infinity;
  /** What has set the timer. A test that fakes the clock replaces the global function, and later discards its timers. */
  #setTimeout = setTimeout;

  /** @param ms how long it has from now on, or from `start` by `performance.now()` */
  set(ms: number, start = performance.now()): Deadline {
    const deadline = new Deadline(start + ms);
    // Nearly all have about the same length, so the place is at the end or close to it.
    let next = this.#anchor;
    while (next.previous.end > deadline.end) next = next.previous;
    deadline.insertBefore(next);
    // Stryker disable next-line EqualityOperator: a new timer for the same end is as good.
    if (this.#setTimeout !== setTimeout || deadline.end < this.#wakeUp) this.#wait(this.#anchor.next);
    // Stryker disable next-line OptionalChaining: by now there is one.
    this.#timer?.ref();
    return deadline;
  }

  /** Ends a deadline that has served, such as one whose reply is being sent: after that, nothing is aborted. */
  clear(deadline: Deadline): void {
    deadline.remove();
    deadline.release();
    // The timer of an idle server must not keep its process alive.
    if (this.#anchor.next === this.#anchor) this.#timer?.unref();
  }

  #wait({ end, remaining }: Deadline): void {
    // Stryker disable next-line ConditionalExpression: Jest's fake clock clears any timer; that of Sinon warns of others' timers.
    if (this.#setTimeout === setTimeout) clearTimeout(this.#timer);
    this.#setTimeout = setTimeout;
    this.#wakeUp = end;
    this.#timer = setTimeout(() => this.#expire(), remaining);
  }

  #expire(): void {
    this.#timer = undefined;
    this.#wakeUp = Infinity;
    for (let oldest = this.#anchor.next; oldest !== this.#anchor; oldest = this.#anchor.next) {
      if (oldest.remaining > 0) return this.#wait(oldest);
      oldest.remove();
      oldest.expire();
    }
  }
}

const createTimeoutError = (): Error =>
  Object.assign(new Error('The reply to Tencent is overdue'), { name: 'TimeoutError' });
