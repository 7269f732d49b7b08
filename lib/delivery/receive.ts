import * as E from 'fp-ts/Either';
import { identity, pipe } from 'fp-ts/function';
import type * as T from 'fp-ts/Task';
import * as TE from 'fp-ts/TaskEither';
import { authenticate } from './authenticate';
import { readBody } from './body';
import { claim } from './claim';
import { decode } from './decode';
import { dispatch } from './dispatch';
import { readEnvelope, requirePost, type Arrival } from './envelope';
import { parseBody } from './json';
import type { Settled } from './outcome';
import type { Service } from './service';

/** What happens to one request, in order. Each stage hands on what it learned, or ends the delivery. */
export const receive = (service: Service): ((arrival: Arrival) => T.Task<Settled>) => {
  const authenticateFor = authenticate(service);
  const readBodyFor = readBody(service);
  const decodeFor = decode(service);
  const claimFor = claim(service);

  return (arrival) =>
    pipe(
      requirePost(arrival),
      E.flatMap(readEnvelope),
      E.flatMap(authenticateFor),
      TE.fromEither,
      TE.flatMap(readBodyFor),
      TE.flatMapEither(parseBody),
      TE.flatMapEither(decodeFor),
      TE.flatMap(claimFor),
      TE.flatMapTask(dispatch),
      TE.match((ending) => ({ ending }), identity),
    );
};
