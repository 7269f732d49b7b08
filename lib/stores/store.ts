/** Where an event stands: nobody has it, somebody is handling it, or it was handled. */
export type ClaimState = 'first' | 'in-progress' | 'done';

/**
 * Remembers which events were handled. Any store that keeps these three promises will do, for as many processes as
 * share it. A method that rejects, or is slow, delays no reply: the event is handled without it.
 */
export interface DedupeStore {
  /**
   * Takes the event for `owner`, unless somebody has it or it was handled. What is taken is free again after
   * `leaseMs`, so that an owner that died does not keep it. Asked again by the same owner, as a client does whose
   * connection broke before the reply, it is `first` again.
   */
  begin(key: string, owner: string, leaseMs: number): Promise<ClaimState>;
  /** Marks the event as handled for `ttlMs`, unless another owner has it by now. */
  complete(key: string, owner: string, ttlMs: number): Promise<void>;
  /** Gives the event back, so that it may be tried again, unless another owner has it by now. */
  abandon(key: string, owner: string): Promise<void>;
}
