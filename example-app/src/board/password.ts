import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';

/** HTTP Basic authentication with one password for everybody and any user name; none where `password` is undefined. */
export const requirePassword = (password: string | undefined): RequestHandler => {
  if (password === undefined) return (_request, _response, next) => next();
  const expected = digest(password);
  return (request, response, next) => {
    // Digests have equal lengths, so the time of the comparison says nothing about the password.
    if (timingSafeEqual(digest(passwordIn(request.get('Authorization') ?? '')), expected)) {
      next();
      return;
    }
    response
      .status(401)
      .set('WWW-Authenticate', 'Basic realm="Live board", charset="UTF-8"')
      .json({ error: 'Log in with any user name and the password in BOARD_PASSWORD.' });
  };
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const passwordIn = (authorization: string): string => {
  const encoded = /^basic ([\w+/=-]+)$/i.exec(authorization)?.[1] ?? '';
  const decoded = Buffer.from(encoded, 'base64').toString();
  return decoded.slice(decoded.indexOf(':') + 1);
};
