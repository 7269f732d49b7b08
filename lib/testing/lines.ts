import { createReadStream } from 'node:fs';

/** Far more characters than a line of the recorder has. */
const longestLine = 2 ** 26;

/** A line of a file. */
export interface Line {
  readonly text: string;
  /** Its number; the first one is 1. */
  readonly line: number;
  /** Whether the line ends with a line break. */
  readonly isTerminated: boolean;
}

/**
 * Reads the lines of a file in UTF-8, with or without a byte order mark. It splits at line feeds only, whereas
 * `node:readline` also splits at separators that JSON allows in strings.
 *
 * @throws Error when the file cannot be read, or when a line has more than 67,108,864 characters
 */
export async function* linesOf(file: string): AsyncGenerator<Line, void, undefined> {
  let line = 1;
  let rest = '';
  let isStart = true;
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const [first = '', ...others] = (isStart ? chunk.replace(/^\uFEFF/, '') : chunk).split('\n');
    isStart = false;
    rest += first;
    for (const next of others) {
      yield { text: rest, line, isTerminated: true };
      line += 1;
      rest = next;
    }
    if (rest.length > longestLine) throw new Error(`Line ${line} is longer than ${longestLine} characters.`);
  }
  yield { text: rest, line, isTerminated: false };
}
