/*
 * An entrance for hosts that have no socket of their own: a request comes as JSON, its body in base64 pieces, and so does
 * the reply, or what the host has thrown.
 */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const answer = async (call, request, response) => {
  const { url, headers, pieces } = JSON.parse(await text(request));
  const given = { url, headers, pieces: pieces.map((piece) => Buffer.from(piece, 'base64')) };
  const reply = await call(given).catch(({ message }) => ({ thrown: message }));
  response.end(JSON.stringify(reply));
};

export const bridge = (call) => createServer((request, response) => void answer(call, request, response));
