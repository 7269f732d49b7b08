import { escapeInvisible } from './escape';
import type { Io, Output } from './io';

/**
 * The only way to the terminal: no secret passes it, and nothing that others wrote can move the cursor, forge a line or
 * reorder one.
 */
export const createSafeOutput = (io: Io, redact: (text: string) => string): Output => {
  const safe = (line: string): string => escapeInvisible(redact(line));
  return {
    ...io,
    out: (...lines) => lines.forEach((line) => io.out(safe(line))),
    err: (...lines) => lines.forEach((line) => io.err(safe(line))),
    progress: (line) => io.progress(safe(line)),
    json: (value) => {
      // Redacting each string before it is written keeps the result JSON, whatever the secret is.
      const text = JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? redact(part) : part), 2);
      for (const line of text.split('\n')) io.out(escapeInvisible(line));
    },
    isPublic: (text) => redact(text) === text,
  };
};
