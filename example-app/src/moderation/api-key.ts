import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { Problem } from './problem';

/**
 * Lets requests pass that carry the key as `X-Api-Key`, exactly once. Without a key none pass, unless `isOpen`: a demo
 * has nothing to protect.
 */
export const requireApiKey = (key: string | undefined, isOpen: boolean): RequestHandler => {
  if (key === undefined) return isOpen ? refuseOtherSites : refuseAll;
  const expected = sha256(key);
  return (request, _response, next) => {
    const keys = request.headersDistinct['x-api-key'] ?? [];
    // Digests have the same length whatever was sent, so the time of the comparison says nothing about the key.
    if (timingSafeEqual(sha256(keys[0] ?? ''), expected) && keys.length === 1) next();
    else throw new Problem(401, wrongKey(keys.length));
  };
};

/** Another site's page may not use a visitor's browser to reach a demo. */
const refuseOtherSites: RequestHandler = (request, _response, next) => {
  if (!['same-origin', 'none'].includes(request.get('Sec-Fetch-Site') ?? 'none')) {
    throw new Problem(403, 'This request comes from a page of another site.');
  }
  next();
};

const refuseAll: RequestHandler = () => {
  throw new Problem(
    503,
    'This server has no API key: set MODERATION_API_KEY here, and CUSTOM_MODERATION_API_KEY in TUILiveKit Manager to ' +
      'the same text.',
  );
};

const wrongKey = (count: number): string =>
  count === 1
    ? 'The X-Api-Key is wrong: send the text that MODERATION_API_KEY is set to.'
    : `The header X-Api-Key must come once, and came ${count === 0 ? 'not at all' : `${count} times`}.`;

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
