import { createServer } from 'node:http';

/**
 * Listens in a child process, and tells the parent when asked what CPU time it has spent and how many events it has
 * handled. The question does not come over HTTP, so that asking is no request. `more` is what else it is to tell.
 */
export const serve = (listener, handled, more = () => ({})) => {
  const server = createServer(listener).listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
  process.on('message', () => process.send({ cpu: process.cpuUsage(), handled: handled(), ...more() }));
  process.once('disconnect', () => process.exit());
};
