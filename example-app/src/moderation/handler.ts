import { randomUUID } from 'node:crypto';
import { allow, deny, drop, type Delivery, type EventOf, type Handlers } from 'tencent-live-webhooks';
import type { ModerationConfig } from './config';
import type { Keep } from './keeper';
import type { Matcher } from './matcher';
import type { Measures } from './measures';
import type { Message } from './message';
import { holdsWord, maskWords } from './rules';
import type { Toggle } from './toggle';

type MessageHandler = NonNullable<Handlers['Group.CallbackBeforeSendMsg']>;
type MessageEvent = EventOf<'Group.CallbackBeforeSendMsg'>;

interface Parts {
  readonly config: Pick<ModerationConfig, 'action' | 'onFailure'>;
  readonly toggle: Toggle;
  /** The words in force now; only in the mode `rules`. */
  readonly matcher: (() => Matcher) | undefined;
  readonly keep: Keep;
  readonly measures: Measures;
}

/** The handler of `Group.CallbackBeforeSendMsg`. */
export const createMessageHandler = ({ config, toggle, matcher, keep, measures }: Parts): MessageHandler => {
  const { action, onFailure } = config;
  const refuse = action === 'drop' ? drop : deny;

  const hold = async (event: MessageEvent, delivery: Delivery) => {
    const isHeld = await keep(messageOf(event, delivery), delivery.signal);
    measures.count(isHeld ? 'held' : 'unstored');
    return isHeld || onFailure === 'deny' ? refuse() : allow();
  };
  const pass = () => {
    measures.count('allowed');
    return allow();
  };

  return (event, delivery) => {
    if (!toggle.isEnabled() || isApproved(event, delivery)) return pass();
    if (matcher) {
      const words = matcher();
      if (!holdsWord(words, event.MsgBody)) return pass();
      const masked = action === 'mask' ? maskWords(words, event.MsgBody) : undefined;
      if (masked) {
        measures.count('masked');
        return allow({ MsgBody: masked });
      }
    }
    return hold(event, delivery);
  };
};

/**
 * Whether the Manager sends an approved message again. A client can write the mark into its own message, but only the
 * REST API, which needs the application's secret, makes Tencent name this platform.
 */
const isApproved = ({ CloudCustomData = '' }: MessageEvent, { platform }: Delivery): boolean =>
  platform === 'RESTAPI' && CloudCustomData.includes('moderation_approved_resend');

const messageOf = (event: MessageEvent, { eventId, rawBody }: Delivery): Message => ({
  contentId: eventId ?? randomUUID(),
  attempt: randomUUID(),
  receiver: event.GroupId,
  account: event.From_Account,
  body: rawBody.toString(),
});
