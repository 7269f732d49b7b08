/** The process around the command line: its streams and its signals. */
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

/** What a verb writes to. Every string on its way out is redacted and escaped, so a line stays one line. */
export interface Output extends Io {
  out(...lines: readonly string[]): void;
  err(...lines: readonly string[]): void;
  /** Writes a value as indented JSON. */
  json(value: unknown): void;
  /** Whether a text holds no secret, so that it is printed as it is. */
  isPublic(text: string): boolean;
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
