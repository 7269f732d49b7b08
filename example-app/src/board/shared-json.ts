import type { Request, Response } from 'express';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A JSON text that many readers get: written once, and compressed once, for all of them. */
export interface SharedJson {
  readonly text: string;
  readonly compressed: Buffer;
}

export const shareJson = async (text: string): Promise<SharedJson> => ({
  text,
  compressed: await promisify(gzip)(text),
});

/** Answers with the text, compressed where the reader takes that. The app's own compression leaves such a reply alone. */
export const sendShared = (request: Request, response: Response, { text, compressed }: SharedJson): void => {
  response.type('json');
  if (request.acceptsEncodings('gzip')) response.set('Content-Encoding', 'gzip').send(compressed);
  else response.send(text);
};
