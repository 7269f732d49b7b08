/* The requests that the servers are sent, signed as Tencent signs them. */
import { createHash } from 'node:crypto';
import { signedRequest } from 'tencent-live-webhooks/testing';
import { commands, path, sdkAppId, token } from './settings.mjs';

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** A body of exactly `length` bytes, the account as it is written. Pads with characters of three bytes each. */
export const bodyOf = (length, { room = 'room', account = '"jared"' } = {}) => {
  const start = `{"CallbackCommand":"${commands.plain}","RoomId":"${room}","Operator_Account":${account}`;
  const text = (key) => `${start},"EventTime":1739966441121,"Keys":["${key}"]}`;
  const padding = length - text('').length;
  if (padding < 0) throw new RangeError(`A body of this command has at least ${text('').length} bytes.`);
  return text(`${'x'.repeat(padding % 3)}${'礼'.repeat(Math.floor(padding / 3))}`);
};

/** Cuts into so many pieces of about the same length. */
export const cut = (bytes, count) =>
  Array.from({ length: count }, (_, index) =>
    bytes.subarray(Math.floor((bytes.length * index) / count), Math.floor((bytes.length * (index + 1)) / count)),
  );

/** `body`: its text; by default Tencent's own sample of the command. */
export const requestOf = ({ command, body, pieces = 1, isTyped = true, token: signedWith = token, ...delivery }) => {
  const signed = signedRequest({
    sdkAppId,
    command,
    token: signedWith,
    url: path,
    ...(body !== undefined && { body }),
  });
  const bytes = Buffer.from(signed.body);
  return {
    url: signed.url,
    headers: { ...(isTyped && { 'content-type': 'application/json' }), 'accept-encoding': 'gzip' },
    bytes,
    pieces: bytes.length === 0 ? [] : cut(bytes, pieces),
    ...delivery,
  };
};
