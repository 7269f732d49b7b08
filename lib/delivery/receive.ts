import * as E from 'fp-ts/Either';
import { createAuthenticator } from './authenticate';
import { createBodyReader } from './body';
import { createClaimer } from './claim';
import type { Config } from './config';
import { createContext, type WebhookRequest } from './context';
import type { Deadline } from './deadline';
import { createDecoder } from './decode';
import { dispatch } from './dispatch';
import { readEnvelope } from './envelope';
import { createInternalError } from './failure';
import { parseBody } from './json';
import { createMatcher } from './match';
import { refuse, type DeliveryResult } from './outcome';

type Receive = (request: WebhookRequest, deadline: Deadline) => Promise<DeliveryResult>;

/**
 * Creates what takes one request through all stages, in order. A stage gives what it found out, or a failure. The
 * result's promise never rejects.
 */
export const createReceiver = (config: Config): Receive => {
  const authenticate = createAuthenticator(config);
  const readBody = createBodyReader(config);
  const match = createMatcher(config);
  const decode = createDecoder(config);
  const claim = createClaimer(config);

  // Not a pipe of TaskEither: its steps cost more than the stages themselves.
  return async (request, deadline) => {
    try {
      const context = createContext(request, deadline, config);
      const envelope = readEnvelope(request);
      if (E.isLeft(envelope)) return refuse(envelope.left);
      const authenticated = authenticate(envelope.right, context.receivedAt);
      if (E.isLeft(authenticated)) return refuse(authenticated.left);

      // Until the body names its command, the URL's decides which fallback answers.
      const urlRoute = config.routes.get(envelope.right.urlCommand);
      const rawBody = await readBody(request, deadline);
      if (E.isLeft(rawBody)) return refuse(rawBody.left, urlRoute);
      const parsed = parseBody(rawBody.right);
      if (E.isLeft(parsed)) return refuse(parsed.left, urlRoute, rawBody.right);

      const matched = match(parsed.right, envelope.right.urlCommand);
      const decoding = decode(matched, envelope.right, rawBody.right, context);
      // Only a schema of the user's own may be asynchronous.
      const decoded = decoding instanceof Promise ? await decoding : decoding;
      if (E.isLeft(decoded)) return refuse(decoded.left, matched.route, rawBody.right);

      const claiming = claim ? claim(decoded.right, context) : decoded;
      const claimed = claiming instanceof Promise ? await claiming : claiming;
      if (E.isLeft(claimed)) return refuse(claimed.left, matched.route, rawBody.right);
      return dispatch(claimed.right, deadline);
    } catch (cause) {
      // A fault in this package, or in what the user has given to it.
      return refuse(createInternalError(cause));
    }
  };
};
