/*
 * Imports the module that its first argument names, posts the requests in the file that its second one names to what the
 * module listens with, or else to its `app` or `webhooks`, and prints the replies.
 */
import { readFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { pathToFileURL } from 'node:url';

const [module, requests] = process.argv.slice(2);

let server;
const inherited = Object.getPrototypeOf(Server.prototype);
// Whatever port the module asks for may be taken.
Server.prototype.listen = function listenAnywhere() {
  server = this;
  return Reflect.apply(inherited.listen, this, [0, '127.0.0.1']);
};

const { app, webhooks } = await import(pathToFileURL(module));
server ??= createServer(app ?? webhooks).listen();
if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));

const replies = [];
for (const { query, ...request } of JSON.parse(readFileSync(requests, 'utf8'))) {
  const reply = await fetch(`http://127.0.0.1:${server.address().port}/tencent-callback${query}`, request);
  replies.push(await reply.text());
}
await webhooks?.drain();
console.log(replies.join('\n'));
server.close();
