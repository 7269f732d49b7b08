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

/** A method of a store that can also answer without a promise, which costs a delivery less. */
interface AnsweringAtOnce<Parameters extends readonly unknown[], Answer> {
  (...parameters: Parameters): Promise<Answer>;
  readonly atOnce: (...parameters: Parameters) => Answer;
}

/** Creates such a method. */
export const answeringAtOnce = <Parameters extends readonly unknown[], Answer>(
  answer: (...parameters: Parameters) => Answer,
): AnsweringAtOnce<Parameters, Answer> =>
  Object.assign(async (...parameters: Parameters) => answer(...parameters), { atOnce: answer });

type Method<Name extends keyof DedupeStore> = (
  ...parameters: Parameters<DedupeStore[Name]>
) => Awaited<ReturnType<DedupeStore[Name]>>;

/** What a store's method answers with at once, if it can. A function that has replaced the method, as a spy does, cannot. */
export const atOnceOf = <Name extends keyof DedupeStore>(store: DedupeStore, name: Name): Method<Name> | undefined =>
  (store[name] as { readonly atOnce?: Method<Name> }).atOnce;
