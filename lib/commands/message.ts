import * as t from 'io-ts';
import { list, payload } from './fields';

const Element = payload('MessageElement', {
  /** `TIMTextElem`, `TIMCustomElem` … */
  MsgType: t.string,
  /** What the element holds, by its type; every key is kept. */
  MsgContent: t.UnknownRecord,
});
/** One element of a message, in Tencent Chat's format (page 74355). */
export interface MessageElement extends t.TypeOf<typeof Element> {}

/** A message's elements in order. */
export const MessageBody = list<MessageElement>(Element);
