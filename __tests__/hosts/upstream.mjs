/* What apps put in front that listens to the body too; the environment says which of them this process has. */
import { PassThrough } from 'node:stream';

const keepBytes = (request) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => (request.rawBody = Buffer.concat(chunks)));
};

const listeners = {
  'nothing upstream': (_request, _response, next) => next(),
  'a byte counter': (request, _response, next) => {
    let length = 0;
    request.on('data', (chunk) => (length += chunk.length));
    next();
  },
  'req.pipe(PassThrough)': (request, _response, next) => {
    request.pipe(new PassThrough()).resume();
    next();
  },
  'a catcher of req.rawBody': (request, _response, next) => {
    keepBytes(request);
    next();
  },
  'a catcher of req.rawBody, then a pause': (request, _response, next) => {
    keepBytes(request);
    setTimeout(() => next(), 10);
  },
};

export const names = Object.keys(listeners);
export const upstream = listeners[process.env.UPSTREAM];
