import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { cache } = createRequire(import.meta.url);

/**
 * Listens in a child process, and tells the parent when asked what CPU time it has spent and how many events it has
 * handled; and if asked for `files`, which CommonJS files it has loaded. The question does not come over HTTP, so that
 * asking is no request. `more` is what else it is to tell; it is given the question. With COUNT_APART in the environment,
 * it also counts the bodies that it has read apart from their head.
 */
export const serve = (listener, handled, more = () => ({})) => {
  let apart = 0;
  const counting = (request, response) => {
    const { bytesRead } = request.socket;
    request.once('end', () => {
      if (request.socket.bytesRead > bytesRead) apart++;
    });
    listener(request, response);
  };
  const server = createServer(process.env.COUNT_APART ? counting : listener).listen(0, '127.0.0.1', () =>
    process.send({ port: server.address().port }),
  );
  process.on('message', (question) =>
    process.send({
      cpu: process.cpuUsage(),
      handled: handled(),
      apart,
      ...more(question),
      ...(question === 'files' && { files: Object.keys(cache) }),
    }),
  );
  process.once('disconnect', () => process.exit());
};
