import type { MessageElement } from 'tencent-live-webhooks';

/** A message that is refused and waits for review. */
export interface Message {
  /** The same for every delivery of the message, where it has an identity. */
  readonly contentId: string;
  /** Distinguishes this attempt to store the message from those of its other deliveries. */
  readonly attempt: string;
  readonly receiver: string;
  readonly account: string;
  /** The body of the callback as Tencent sent it: nothing of the message is lost. */
  readonly body: string;
}

/** A message as it is listed. */
export interface HeldMessage {
  /** Its place in the order of all held messages. Not named as the column, or `order by` would sort this text. */
  readonly position: string;
  readonly contentId: string;
  readonly receiver: string;
  readonly account: string;
  readonly body: string;
  readonly heldAt: Date;
}

/** The columns of a {@link HeldMessage}. */
export const heldColumns = `
  seq::text as position, content_id as "contentId", receiver, from_account as account, body, held_at as "heldAt"`;

/** The elements of a message. The package has checked that the body has them. */
export const elementsOf = ({ body }: Pick<HeldMessage, 'body'>): readonly MessageElement[] =>
  (JSON.parse(body) as { readonly MsgBody: readonly MessageElement[] }).MsgBody;

/** PostgreSQL's text holds neither NUL nor half of a surrogate pair. */
export const storable = (text: string): string => Buffer.from(text.replaceAll('\0', '\uFFFD')).toString();

const longestId = 256;

/** The id of a room or account as it is stored. At Tencent it has at most 48 bytes; an index holds no more than a few thousand. */
export const storableId = (text: string): string => storable(text.slice(0, longestId));
