import { inspect } from 'node:util';

/** Emits a process warning about what must not stop a delivery. */
export const warn = (message: string, code: string, cause?: unknown): void => {
  const detail = cause === undefined ? {} : { detail: print(cause) };
  process.emitWarning(message, { code: `TENCENT_LIVE_WEBHOOKS_${code}`, ...detail });
};

/** Creates a warning that is emitted once, however often its cause occurs. */
export const createWarning = (message: string, code: string): ((cause?: unknown) => void) => {
  let isEmitted = false;
  return (cause) => {
    if (isEmitted) return;
    isEmitted = true;
    warn(message, code, cause);
  };
};

/** Printing runs code of the value, which may throw. */
const print = (cause: unknown): string => {
  try {
    return inspect(cause);
  } catch {
    return 'The cause cannot be printed.';
  }
};
