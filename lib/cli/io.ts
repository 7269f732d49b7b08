/** What a verb has of the world around it. */
export interface Io {
  /** Writes a line of the answer. */
  out(line: string): void;
  /** Writes a line beside the answer: what is going on, what went wrong. */
  err(line: string): void;
  /** On a terminal: shows a line that the next one replaces. Elsewhere: nothing. */
  progress(line: string): void;
  /** Everything there is to read. */
  stdin(): Promise<string>;
  /** Aborted when the user wants it to end. Once asked for, Ctrl-C no longer ends the process by itself. */
  interrupted(): AbortSignal;
}

/** What the process exits with. */
export const exitCodes = {
  /** All is well. */
  fine: 0,
  /** The answer was wrong, the signature does not fit. */
  failed: 1,
  /** The command line cannot be followed. */
  usage: 2,
  /** There is no server. */
  unreachable: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
