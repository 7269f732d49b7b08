/** The command line is wrong; the message says what is wrong with it and what to write instead. */
export class UsageError extends Error {}

/** No connection to the server could be made. */
export class ConnectionError extends Error {}

/** The server received the request but did not send a complete reply. */
export class NoResponseError extends Error {}
