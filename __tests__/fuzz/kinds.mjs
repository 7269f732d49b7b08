import cliRandom from '../../dist/cli/simulation/random.js';
import commandsModule from '../../dist/commands/index.js';
import { signedRequest } from '../../dist/testing/index.js';

/** The application that every request is for. */
export const identity = { sdkAppId: 1400000001, token: 'the token of the random requests' };

const { catalogue } = commandsModule;
const commands = Object.keys(catalogue);
const bodies = commands.map((command) => signedRequest({ ...identity, command }).body);

/** Every field that a sample has, at any depth, and names that every object inherits. */
const fields = [
  ...new Set(bodies.flatMap((body) => [...body.matchAll(/"(\w+)":/g)].map(([, name]) => name))),
  '__proto__',
  'constructor',
  '',
];
const scalars = ['null', 'true', '-0', '0.5', '1e999', '144115233775727695', '""', String.raw`"\ud800"`, '"Online"'];
const values = [...scalars, '[[]]', '{"RoomId":[]}', '[{"Member_Account":1}]', ...commands.map((name) => `"${name}"`)];
const oddities = ['%', '%zz', '%ff', '%00', '+', '#', '[]=1', '&', '&__proto__=1', '&!"\'<>\\^`{|}~;:@/?,$'];

/** The `ErrorCode` for a request whose body cannot be decoded: that of the failure, or that of the fallback. */
const whenBroken =
  (...failures) =>
  ({ command }) => {
    const { kind, fallback } = catalogue[command];
    if (kind === 'after') return failures;
    return [fallback === 'deny' ? 1 : 0];
  };

/** The example app refuses expensive gifts with a code of its own. */
const whenChanged = (...failures) => [0, 1, 102101, ...failures];

/** Creates a function that returns a random request. The seed alone decides what the requests are. */
export const createRequests = (seed) => {
  const { nextInt, pick } = cliRandom.createRandom(seed);
  const odd = (part) =>
    pick([part, part, part, '', `${part}&${part}`, part.replaceAll('o', '%6F'), part + pick(oddities)]);
  const someFields = () => Array.from({ length: nextInt(8) }, () => `"${pick(fields)}":${pick(values)}`);
  const retyped = (value) => (nextInt(4) === 0 ? pick(values) : value);
  const badSignature = () => pick([{ token: undefined }, { token: 'another' }, { now: 0 }]);

  /** For each kind: how often it is sent, the `ErrorCode`s that may come back, and how it differs from a valid request. */
  const kinds = {
    valid: [20, [0], () => ({})],
    unsigned: [9, [401], ({ command }) => signedRequest({ ...identity, command, ...badSignature() })],
    method: [5, [405], () => ({ method: pick(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'M-SEARCH']) })],
    HEAD: [1, ['200 '], () => ({ method: 'HEAD' })],
    query: [15, [0, 400, 401, 403], ({ query }) => ({ query: query.replaceAll(/[^?&]+/g, odd) })],
    type: [4, [0], () => ({ headers: { 'Content-Type': pick(['', 'text/plain', ';', 'a/b; charset=utf-16']) } })],
    encoding: [4, whenBroken(415), () => ({ headers: { 'Content-Encoding': pick(['gzip', 'br', 'x, y']) } })],
    empty: [2, whenBroken(400), () => ({ body: '' })],
    cut: [6, whenBroken(400), ({ body }) => ({ body: body.slice(0, nextInt(body.length)) })],
    bytes: [4, whenBroken(400, 422), () => ({ body: Buffer.alloc(nextInt(5000)).map(() => nextInt(256)) })],
    'not UTF-8': [4, whenBroken(400), ({ body }) => ({ body: Buffer.from(body).fill(0xff, nextInt(body.length)) })],
    'random JSON': [
      8,
      whenChanged(400, 422),
      () => ({ body: pick([pick(values), `[${values.join()}]`, `{${someFields().join()}}`]) }),
    ],
    'deep JSON': [2, [0], ({ body }) => ({ body: body.replace('{', `{"X":${'['.repeat(5e4)}${']'.repeat(5e4)},`) })],
    'wrong types': [8, whenChanged(422), ({ body }) => ({ body: body.replaceAll(/(?<=": )("[^"]*"|\w+)/g, retyped) })],
    'to 2 MiB': [5, [0, 1, 413], ({ body }) => ({ body: body.padEnd(nextInt(2 ** 21)) })],
    slow: [4, [0], () => ({ headers: {}, pieces: 10, pauseMs: nextInt(100) })],
    'too slow': [1, whenBroken(408), () => ({ pieces: 2, pauseMs: 1700 })],
    leaves: [5, [0, 'left'], () => ({ pieces: 4, pauseMs: 5, timeoutMs: 1 + nextInt(20) })],
  };
  const weighted = Object.keys(kinds).flatMap((kind) => Array.from({ length: kinds[kind][0] }, () => kind));

  return (kind = pick(weighted)) => {
    const [, outcomes, change] = kinds[kind];
    const command = pick(commands);
    const valid = { pieces: 1 + nextInt(3), command, ...signedRequest({ ...identity, command }) };
    const isChunked = nextInt(2) === 0;
    const request = { pauseMs: 0, timeoutMs: 9000, ...valid, ...change(valid), isChunked };
    return { kind, outcomes: typeof outcomes === 'function' ? outcomes(valid) : outcomes, request };
  };
};
