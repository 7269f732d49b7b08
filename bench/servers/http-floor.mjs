// node:http alone: drains the request, writes a constant reply.
import { plainAck } from '../reply.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

serve(
  (request, response) => {
    request.resume().once('end', () => {
      handled++;
      response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': plainAck.length });
      response.end(plainAck);
    });
  },
  () => handled,
);
