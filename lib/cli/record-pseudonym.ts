import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** How many pseudonyms are kept, because working one out takes a tenth of a millisecond. */
const cacheSize = 10_000;

/** Accounts of Tencent's own system, such as `@TIM#SYSTEM`, are no users. */
const systemAccount = /^@T(?:IM|LS)#/;

/** Tencent's user ids have at most 32 bytes of printable ASCII. */
const userId = /^[ -~]{1,64}$/;

/**
 * Creates the function that gives an account its pseudonym: always the same one, and two accounts never share one.
 * A pseudonym has the form of its account: digits stay digits without a new leading zero, letters stay letters of the
 * same case, and all other characters stay. Without the key it tells nothing but the form.
 */
export const createPseudonyms = (key: Buffer): ((account: string) => string) => {
  const known = new LRUCache<string, string>({ max: cacheSize });
  return (account) => {
    if (account === '' || systemAccount.test(account)) return account;
    if (!userId.test(account)) return `~${createHmac('sha256', key).update(account).digest('base64url').slice(0, 22)}`;
    const pseudonym = known.get(account) ?? permute(account, key);
    known.set(account, pseudonym);
    return pseudonym;
  };
};

/** The characters that may stand in place of one: all of its kind, or only itself. */
const alphabets = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const nonZero = '123456789';

const alphabetOf = (character: string, at: number): string => {
  // A leading zero would make an integer invalid JSON, or a shorter number.
  if (at === 0 && /\d/.test(character)) return character === '0' ? character : nonZero;
  return alphabets.find((alphabet) => alphabet.includes(character)) ?? character;
};

/**
 * Numbers all texts of the same form, and permutes the numbers. A number beyond the last one is permuted again, which
 * ends within the range after a few rounds.
 */
const permute = (account: string, key: Buffer): string => {
  const digits = Array.from(account, (character, at) => {
    const alphabet = alphabetOf(character, at);
    return { alphabet, size: BigInt(alphabet.length), value: BigInt(alphabet.indexOf(character)) };
  });
  const count = digits.reduce((product, { size }) => product * size, 1n);
  let number = digits.reduce((sum, { size, value }) => sum * size + value, 0n);
  const halfBits = BigInt(Math.ceil((count - 1n).toString(2).length / 2));
  do number = encrypt(number, halfBits, key);
  while (number >= count);

  let pseudonym = '';
  for (const { alphabet, size } of digits.toReversed()) {
    pseudonym = `${alphabet[Number(number % size)]}${pseudonym}`;
    number /= size;
  }
  return pseudonym;
};

/** As many as NIST's format-preserving encryption FF1 has. */
const rounds = 10;

/** A Feistel network, which is a permutation of the numbers of twice `halfBits` bits. */
const encrypt = (number: bigint, halfBits: bigint, key: Buffer): bigint => {
  const mask = (1n << halfBits) - 1n;
  let [left, right] = [number >> halfBits, number & mask];
  for (let round = 0; round < rounds; round++) {
    const digest = createHmac('sha256', key).update(`${halfBits} ${round} ${right}`).digest('hex');
    [left, right] = [right, left ^ (BigInt(`0x${digest}`) & mask)];
  }
  return (left << halfBits) | right;
};
