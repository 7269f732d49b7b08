import { InvalidArgumentError } from 'commander';

/** The command line cannot be followed; the message says why, and what to write instead. */
export class Usage extends Error {}

/** A callback URL: the one that is configured at Tencent, or your own server's. */
export const callbackUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') {
    // Never sent, and the query string goes before it.
    url.hash = '';
    return url;
  }
  throw new InvalidArgumentError('Give a whole URL, such as http://localhost:3000/tencent-callback.');
};

/** Reads a number for an option, and says which ones will do. */
export const numberFrom =
  (least: number, most: number, isFit: (value: number) => boolean = Number.isInteger) =>
  (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (isFit(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`);
  };
