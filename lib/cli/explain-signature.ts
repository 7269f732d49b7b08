import { createHash, createHmac } from 'node:crypto';

/**
 * Finds the common mistake that makes a wrong signature from the token and the time, and describes what the signature
 * is: `the MD5 of RequestTime followed by the token in double quotes, in upper case`. Returns `undefined` when no common
 * mistake gives this signature.
 */
export const explainSignature = (token: string, requestTime: string, signature: string): string | undefined => {
  for (const [form, secret] of formsOf(token)) {
    for (const [formula, digest] of formulas(form, secret, requestTime)) {
      const encoding = encodingOf(digest, signature);
      if (encoding !== undefined) return `the ${formula}${encoding}`;
    }
  }
  return undefined;
};

/** The token, and what files, shells and consoles make of it by accident. */
const formsOf = (token: string): readonly (readonly [description: string, token: string])[] => [
  ['the token', token],
  ['the token without the white space around it', token.trim()],
  ['the token with a line break after it', `${token}\n`],
  ['the token with a Windows line break after it', `${token}\r\n`],
  ['the token with a space after it', `${token} `],
  ['the token with a space before it', ` ${token}`],
  ['the token without the quotes around it', token.replace(/^(["'])(.*)\1$/s, '$2')],
  ['the token in double quotes', `"${token}"`],
  ['the token in single quotes', `'${token}'`],
  ['the URL-encoded token', encodeURIComponent(token)],
  ['the URL-decoded token', urlDecoded(token)],
  ['the token in lower case', token.toLowerCase()],
  ['the token in upper case', token.toUpperCase()],
];

const urlDecoded = (token: string): string => {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
};

const formulas = (
  form: string,
  secret: string,
  time: string,
): readonly (readonly [description: string, digest: Buffer])[] =>
  ['SHA-256', 'MD5', 'SHA-1', 'SHA-512'].flatMap((name) => {
    const algorithm = name.replace('-', '').toLowerCase();
    const hash = (text: string): Buffer => createHash(algorithm).update(text).digest();
    return [
      [`${name} of ${form} followed by RequestTime`, hash(secret + time)],
      [`${name} of RequestTime followed by ${form}`, hash(time + secret)],
      [`${name} of ${form} alone`, hash(secret)],
      [`HMAC-${name} of RequestTime with ${form} as its key`, createHmac(algorithm, secret).update(time).digest()],
    ] as const;
  });

/** Returns how the signature encodes the digest, or `undefined` when it is not this digest. Lower-case hexadecimal is right. */
const encodingOf = (digest: Buffer, signature: string): string | undefined => {
  const hex = digest.toString('hex');
  if (signature === hex) return '';
  if (signature.toLowerCase() === hex) return ', in upper case';
  // Decoding a query string turns a plus sign into a space.
  return signature.replaceAll(' ', '+') === digest.toString('base64') ? ', in Base64' : undefined;
};
