import type { MessageElement } from 'tencent-live-webhooks';
import { textOf } from './content';
import type { Matcher } from './matcher';

type MessageBody = readonly MessageElement[];

/** Whether the texts of a message hold a word of the list, also one that begins in one text and ends in the next. */
export const holdsWord = (matcher: Matcher, body: MessageBody): boolean => matcher.isMatch(allTexts(body));

/** The message with its words starred; nothing where stars do not help, because a word is spread over two texts. */
export const maskWords = (matcher: Matcher, body: MessageBody): MessageBody | undefined => {
  const masked = body.map((element) => {
    const text = textOf(element);
    if (text === undefined) return element;
    return { ...element, MsgContent: { ...element.MsgContent, Text: matcher.mask(text) } };
  });
  return holdsWord(matcher, masked) ? undefined : masked;
};

const allTexts = (body: MessageBody): string => body.map((element) => textOf(element) ?? '').join('');
