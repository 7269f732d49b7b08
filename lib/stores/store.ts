/** The state of an event: it was free and is now taken, another owner is handling it, or it was handled. */
export type ClaimState = 'first' | 'in-progress' | 'done';

/**
 * Remembers which events were handled. Any store that keeps these three promises works, for as many processes as share
 * it. A method that rejects or is slow delays no reply: the event is then handled without protection.
 */
export interface DedupeStore {
  /**
   * Takes the event for `owner`, unless another owner has it or it was handled. The event is free again after `leaseMs`,
   * so that an owner that died does not keep it. Idempotent: a retry by the same owner, as a client makes it when its
   * connection broke before the reply, returns `first` again.
   */
  begin(key: string, owner: string, leaseMs: number): Promise<ClaimState>;
  /** Marks the event as handled for `ttlMs`, unless another owner has it by now. */
  complete(key: string, owner: string, ttlMs: number): Promise<void>;
  /** Releases the event, so that it can be retried, unless another owner has it by now. */
  abandon(key: string, owner: string): Promise<void>;
}
