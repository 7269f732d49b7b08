import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { format, parse } from 'node:path';
import { UsageError } from './errors';

/** A file that lines are appended to. */
export interface RecordingFile {
  /** The path of the current file. */
  readonly path: string;
  /** Appends a line. Throws what the file system throws. */
  append(line: string): void;
  close(): void;
}

/** The start of every line of a recording. */
const lineStart = '{"version":';

/**
 * Opens a file for appending, and continues in `day.2.ndjson`, `day.3.ndjson` and so on whenever the next line would
 * make it longer than `maxBytes`.
 *
 * It writes synchronously, and to the operating system, so that a process that is killed loses no line but the one it is
 * writing, and no line waits in memory.
 */
export const openRecording = (path: string, maxBytes: number, warn: (text: string) => void): RecordingFile => {
  let number = 1;
  while (existsSync(numbered(path, number + 1))) number += 1;
  let current = openFile(numbered(path, number), warn);

  return {
    get path() {
      return numbered(path, number);
    },
    append(line) {
      const bytes = Buffer.from(`${line}\n`);
      if (current.size > 0 && current.size + bytes.length > maxBytes) {
        closeSync(current.descriptor);
        number += 1;
        current = openFile(numbered(path, number), warn);
      }
      for (let written = 0; written < bytes.length;) {
        written += writeSync(current.descriptor, bytes, written);
      }
      current.size += bytes.length;
    },
    close: () => closeSync(current.descriptor),
  };
};

const numbered = (path: string, number: number): string => {
  if (number === 1) return path;
  const { dir, name, ext } = parse(path);
  return format({ dir, name: `${name}.${number}`, ext });
};

interface OpenFile {
  readonly descriptor: number;
  size: number;
}

const openFile = (path: string, warn: (text: string) => void): OpenFile => {
  let descriptor: number;
  try {
    // The file holds what users wrote and did, so only its owner may read it.
    descriptor = openSync(path, 'a+', 0o600);
  } catch (error) {
    throw new UsageError(`The file cannot be written: ${(error as Error).message}. Give another --out.`);
  }
  const stats = fstatSync(descriptor);
  if (!stats.isFile() || stats.size === 0) return { descriptor, size: 0 };
  if (!isRecording(descriptor)) {
    closeSync(descriptor);
    throw new UsageError(`${path} exists and is no recording, so nothing is appended to it. Give another --out.`);
  }
  const size = endOfLastLine(descriptor, stats.size);
  if (size < stats.size) {
    ftruncateSync(descriptor, size);
    warn(`The last line of ${path} was cut while it was written, and has been removed.`);
  }
  return { descriptor, size };
};

const isRecording = (descriptor: number): boolean => {
  const start = Buffer.alloc(lineStart.length);
  const length = readSync(descriptor, start, 0, start.length, 0);
  return lineStart.startsWith(start.toString('latin1', 0, length));
};

/** The position behind the last line feed. */
const endOfLastLine = (descriptor: number, size: number): number => {
  const block = Buffer.alloc(2 ** 16);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - block.length);
    const length = readSync(descriptor, block, 0, end - start, start);
    const found = block.subarray(0, length).lastIndexOf('\n');
    if (found !== -1) return start + found + 1;
    end = start;
  }
  return 0;
};
