import * as t from 'io-ts';
import { list, payload } from './fields';

const MessageElement = payload('MessageElement', {
  /** Type of the element: `TIMTextElem`, `TIMCustomElem` and others. */
  MsgType: t.string,
  /** Content of the element. Its keys depend on the type: `Text`, or `Data`, `Desc` and `Ext`. */
  MsgContent: t.UnknownRecord,
});
/** One element of a message, in the format of Tencent Chat (page 74355). */
export interface MessageElement extends t.TypeOf<typeof MessageElement> {}

/** The elements of a message, in order. */
export const MessageBody = list<MessageElement>(MessageElement);
