import * as E from 'fp-ts/Either';
import { authenticate } from './authenticate';
import { readBody } from './body';
import { claim } from './claim';
import { decode } from './decode';
import { dispatch } from './dispatch';
import { readEnvelope, type Arrival } from './envelope';
import { refused, type Settled } from './outcome';
import type { Service } from './service';

/** What happens to one request, in order. Each stage says what it learned, or why the delivery ends here. */
export const receive = (service: Service): ((arrival: Arrival) => Promise<Settled>) => {
  const objectionTo = authenticate(service);
  const read = readBody(service);
  const understand = decode(service);
  const take = service.dedupe && claim(service.dedupe, service.deadlineMs);

  // Not a pipe of TaskEither, whose steps cost more than the stages themselves.
  return async (arrival) => {
    const { request, receivedAt, deadline } = arrival;
    const envelope = readEnvelope(request);
    if (E.isLeft(envelope)) return { ending: refused(envelope.left) };
    const objection = objectionTo(envelope.right);
    if (objection) return { ending: refused(objection) };

    // Until the body has said its command, the URL's decides what answers.
    const route = service.routes.get(envelope.right.urlCommand);
    const rawBody = await read(request, deadline);
    if (E.isLeft(rawBody)) return { ending: refused(rawBody.left, route) };

    const understood = understand({ envelope: envelope.right, route, rawBody: rawBody.right, receivedAt, deadline });
    if (E.isLeft(understood)) return { ending: understood.left };

    const claimed = take ? await take(understood.right, arrival) : understood;
    return E.isLeft(claimed) ? { ending: claimed.left } : dispatch(claimed.right, deadline);
  };
};
