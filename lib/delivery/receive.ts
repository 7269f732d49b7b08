import * as E from 'fp-ts/Either';
import { flow } from 'fp-ts/function';
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
export const receive = (service: Service): ((arrival: Arrival) => Promise<Settled>) => {
  const address = flow(requirePost, E.flatMap(readEnvelope), E.flatMap(authenticate(service)));
  const read = readBody(service);
  const understand = flow(parseBody, E.flatMap(decode(service)));
  const take = claim(service);

  // Plain awaits: TaskEither takes as long over them as all the stages together.
  return async (arrival) => {
    const authentic = address(arrival);
    if (E.isLeft(authentic)) return { ending: authentic.left };
    const received = await read(authentic.right);
    if (E.isLeft(received)) return { ending: received.left };
    const decoded = understand(received.right);
    if (E.isLeft(decoded)) return { ending: decoded.left };
    const claimed = await take(decoded.right);
    return E.isLeft(claimed) ? { ending: claimed.left } : dispatch(claimed.right);
  };
};
