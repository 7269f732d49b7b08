import { createServer } from 'node:http';

/** The acknowledgement of Tencent's pages, byte for byte. */
export const plainAck = '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}';

/**
 * Listens in a child process, and tells the parent when asked what CPU time it has spent and how many events it has
 * handled. The question does not come over HTTP, so that asking is no request.
 */
export const serve = (listener, handled) => {
  const server = createServer(listener).listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
  process.on('message', () => process.send({ cpu: process.cpuUsage(), handled: handled() }));
  process.once('disconnect', () => process.exit());
};
