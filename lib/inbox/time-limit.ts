import * as E from 'fp-ts/Either';

/** How a handler ended: with success, or with what it threw. */
export type HandlerResult = E.Either<{ readonly cause: unknown }, undefined>;

/** What became of a handler within its time. A late one's promise never rejects. */
export type Run =
  | { readonly type: 'settled'; readonly settled: HandlerResult }
  | { readonly type: 'late'; readonly settled: Promise<HandlerResult> };

/**
 * Runs a handler, and aborts its signal when its time is up or when the engine wants it to end. Resolves at the latest
 * then, whatever the handler does. No timer and no listener outlives it.
 */
export const runWithin = (
  timeoutMs: number,
  controller: AbortController,
  engineSignal: AbortSignal | undefined,
  handler: () => unknown,
): Promise<Run> =>
  new Promise((resolve) => {
    const finish = (run: Run): void => {
      clearTimeout(timer);
      engineSignal?.removeEventListener('abort', cancel);
      resolve(run);
    };
    const cancel = (): void => {
      // Stryker disable next-line OptionalChaining: only the engine's signal, where there is one, calls this.
      const cause: unknown = engineSignal?.reason;
      finish({ type: 'settled', settled: E.left({ cause }) });
      controller.abort(cause);
    };
    const timer = setTimeout(() => {
      finish({ type: 'late', settled });
      controller.abort(createTimeoutError(timeoutMs));
    }, timeoutMs);
    engineSignal?.addEventListener('abort', cancel);

    if (engineSignal?.aborted) return cancel();
    const settled = settle(handler);
    void settled.then((how) => finish({ type: 'settled', settled: how }));
  });

/** Calls a handler. Never throws, and its promise never rejects. */
const settle = async (handler: () => unknown): Promise<HandlerResult> => {
  try {
    await handler();
    return E.right(undefined);
  } catch (cause) {
    return E.left({ cause });
  }
};

const createTimeoutError = (timeoutMs: number): Error =>
  Object.assign(new Error(`The handler had ${timeoutMs} ms`), { name: 'TimeoutError' });
