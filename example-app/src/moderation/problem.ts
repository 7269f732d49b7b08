import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';

/** A request that is not answered with what it asks for. The message is for whoever sent it. */
export class Problem extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What `express.json()` cannot read, by the HTTP status that it names. */
const unreadable: ReadonlyMap<number, string> = new Map([
  [400, 'The body is not JSON: send a JSON object in UTF-8.'],
  [413, 'The body is larger than 1 MiB: send it in parts.'],
  [415, 'The body has an encoding that is not supported: send plain UTF-8.'],
]);

/** How an API writes an error. */
type BodyOf = (status: number, message: string) => object;

const bodyOfTencent: BodyOf = (status, message) => ({
  ActionStatus: 'FAIL',
  ErrorCode: status,
  ErrorInfo: message,
});

/**
 * Answers an error, by default as Tencent's APIs do. What is wrong on this side is logged, and the caller learns nothing
 * of it.
 */
export const answerProblem =
  (logger: Logger, bodyOf = bodyOfTencent): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, message } = problemOf(error);
    if (status >= 500 && !(error instanceof Problem)) {
      logger.error({ err: error, method: request.method, path: request.path }, 'a moderation request failed');
    }
    response.status(status).json(bodyOf(status, message));
  };

const problemOf = (error: unknown): { readonly status: number; readonly message: string } => {
  if (error instanceof Problem) return error;
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (status < 400 || status >= 500) {
    return { status: 500, message: 'The server could not do this now. The reason is in its log; try again.' };
  }
  return { status, message: unreadable.get(status) ?? 'The body cannot be read.' };
};
