/*
 * Runs one server, on whichever runtime runs this file: `serve.mjs servers/koa-connect.mjs`. Prints where it listens, and
 * every process warning. Ends with the process that started it.
 */
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bridge } from './bridge.mjs';
import { say } from './webhooks.mjs';

process.on('warning', ({ name, code, message }) => say({ warning: [name, code, message].filter(Boolean).join(' ') }));
process.stdin.on('end', () => process.exit()).resume();

const { server: own, call } = await import(pathToFileURL(path.resolve(process.argv[2])).href);
const server = own ?? bridge(call).listen(0, '127.0.0.1');
if (!server.listening) await once(server, 'listening');
say({ port: server.address().port });
