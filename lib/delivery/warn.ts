import { inspect } from 'node:util';

/** A process warning about what must not stop a delivery; says nothing of a cause that cannot be printed. */
export const warn = (message: string, code: string, cause: unknown): void =>
  process.emitWarning(message, { code: `TENCENT_LIVE_WEBHOOKS_${code}`, detail: printed(cause) });

const printed = (cause: unknown): string => {
  try {
    return inspect(cause);
  } catch {
    return 'The cause cannot be printed.';
  }
};
