// Express with one mounted function that drains the request and writes a constant reply.
import { express } from '../express.mjs';
import { plainAck } from '../reply.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

const app = express();
app.use('/tencent-callback', (request, response) => {
  request.resume().once('end', () => {
    handled++;
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': plainAck.length });
    response.end(plainAck);
  });
});

serve(app, () => handled);
