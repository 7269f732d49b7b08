import { isUtf8 } from 'node:buffer';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';
import { StartupError } from '../startup-error';
import { createMatcher, type Matcher } from './matcher';

/** How often the file is looked at. Asking for its time works on every file system, also where changes are not reported. */
const lookEveryMs = 1000;

export interface WordList {
  /** The matcher of the words as they are in the file now. */
  readonly current: () => Matcher;
  close(): void;
}

/**
 * The words of a file, one per line, read again when the file changes. Throws {@link StartupError} where there are none;
 * a later version of the file that cannot be used is logged, and the words before it stay in force.
 */
export const openWordList = (file: string, logger: Logger): WordList => {
  let matcher: Matcher;
  try {
    matcher = readWords(file);
  } catch (error) {
    throw new StartupError(`MODERATION_WORDS: ${messageOf(error)}`);
  }

  const reload = (): void => {
    try {
      matcher = readWords(file);
      logger.info({ words: matcher.words }, 'the word list was read again');
    } catch (err) {
      logger.error({ err }, 'the word list cannot be read again; the words read before stay in force');
    }
  };
  watchFile(file, { interval: lookEveryMs, persistent: false }, reload);
  return { current: () => matcher, close: () => unwatchFile(file, reload) };
};

const readWords = (file: string): Matcher => {
  const bytes = readBytes(file);
  if (!isUtf8(bytes)) throw new Error(`the file ${JSON.stringify(file)} is not UTF-8: save it as UTF-8.`);
  // Some editors begin a file with a byte order mark, which `trim` takes for white space.
  const matcher = createMatcher(
    bytes
      .toString()
      .split(/\r\n|[\r\n]/)
      .map((line) => line.trim()),
  );
  if (matcher.words > 0) return matcher;
  throw new Error(`the file ${JSON.stringify(file)} has no word: write one per line, or set MODERATION=off.`);
};

const readBytes = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`the file cannot be read (${messageOf(error)}): set it to a text file with one word per line.`, {
      cause: error,
    });
  }
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
