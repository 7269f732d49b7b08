/** The streams and signals of the process around the command line. */
export interface Io {
  /** Writes a line of the result. */
  out(line: string): void;
  /** Writes a line about progress or an error. */
  err(line: string): void;
  /** Replaces the current line of a terminal. Does nothing elsewhere. */
  progress(line: string): void;
  /** Reads the standard input to its end. */
  stdin(): Promise<string>;
  /** Returns a signal that is aborted when the user interrupts. From then on Ctrl-C no longer ends the process itself. */
  interrupted(): AbortSignal;
}

/** What a verb writes to. Every string is redacted and escaped on its way out, so a line stays one line. */
export interface Output extends Io {
  out(...lines: readonly string[]): void;
  err(...lines: readonly string[]): void;
  /** Writes a value as indented JSON. */
  json(value: unknown): void;
  /** Whether a text holds no secret, so that it is printed unchanged. */
  isPublic(text: string): boolean;
}

export const exitCodes = {
  ok: 0,
  /** The reply is not the one Tencent demands, or what was checked is wrong. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** There is no connection to the server. */
  unreachable: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
