// node:http with the least that does the work by hand: the body collected and parsed, the query split, the application
// and the signature compared, a constant reply. What any receiver costs, whoever writes it.
import { createHash, timingSafeEqual } from 'node:crypto';
import { plainAck } from '../reply.mjs';
import { serve } from '../serve.mjs';

let handled = 0;
let digestedTime;
let digest;

const isAuthentic = (requestTime, signature) => {
  if (requestTime !== digestedTime) {
    digest = Buffer.from(createHash('sha256').update(`the token of the benchmark${requestTime}`).digest('hex'));
    digestedTime = requestTime;
  }
  const given = Buffer.from(signature);
  return given.length === digest.length && timingSafeEqual(given, digest);
};

serve(
  (request, response) => {
    const chunks = [];
    request
      .on('data', (chunk) => chunks.push(chunk))
      .once('end', () => {
        const query = new URLSearchParams(request.url.slice(request.url.indexOf('?')));
        const isRight =
          query.get('SdkAppid') === '1400000001' && isAuthentic(query.get('RequestTime'), query.get('Sign'));
        const body = JSON.parse(Buffer.concat(chunks).toString());
        if (!isRight || body.CallbackCommand !== query.get('CallbackCommand')) {
          response.writeHead(401).end();
          return;
        }
        handled++;
        response.writeHead(200, {
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Length': plainAck.length,
        });
        response.end(plainAck);
      });
  },
  () => handled,
);
