import * as E from 'fp-ts/Either';
import { flow } from 'fp-ts/function';
import * as T from 'fp-ts/Task';
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
export const receive = (service: Service): ((arrival: Arrival) => T.Task<Settled>) =>
  flow(
    requirePost,
    E.flatMap(readEnvelope),
    E.flatMap(authenticate(service)),
    TE.fromEither,
    TE.flatMap(readBody(service)),
    TE.flatMapEither(flow(parseBody, E.flatMap(decode(service)))),
    TE.flatMap(claim(service)),
    TE.matchE((ending) => T.of({ ending }), dispatch),
  );
