import { escapeInvisible } from './escape';
import type { Io, Output } from './io';

/**
 * Creates the output that every verb writes to. It masks secrets, and it escapes all text, so that what a server or the
 * sender of a request wrote cannot move the cursor, add a line or reorder one.
 */
export const createSafeOutput = (io: Io, redact: (text: string) => string): Output => {
  const safe = (line: string): string => escapeInvisible(redact(line));
  return {
    ...io,
    out: (...lines) => lines.forEach((line) => io.out(safe(line))),
    err: (...lines) => lines.forEach((line) => io.err(safe(line))),
    progress: (line) => io.progress(safe(line)),
    json: (value) => {
      // Each string is redacted before it is serialized, so that the result is valid JSON for every secret.
      const text = JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? redact(part) : part), 2);
      for (const line of text.split('\n')) io.out(escapeInvisible(line));
    },
    isPublic: (text) => redact(text) === text,
  };
};
