import type { MessageElement } from 'tencent-live-webhooks';

/** What a moderator reads instead of an element that is not text. */
const names: ReadonlyMap<string, string> = new Map([
  ['TIMFaceElem', '[face]'],
  ['TIMImageElem', '[image]'],
  ['TIMSoundElem', '[sound]'],
  ['TIMVideoFileElem', '[video]'],
  ['TIMFileElem', '[file]'],
  ['TIMLocationElem', '[location]'],
  ['TIMCustomElem', '[custom]'],
  ['TIMRelayElem', '[forwarded]'],
]);

/** The text of a text element, and nothing of any other. */
export const textOf = ({ MsgType, MsgContent }: MessageElement): string | undefined =>
  MsgType === 'TIMTextElem' && typeof MsgContent['Text'] === 'string' ? MsgContent['Text'] : undefined;

/** A message as one line of text: its texts whole, every other element as a word. */
export const contentOf = (messageBody: readonly MessageElement[]): string =>
  messageBody.map((element) => textOf(element) ?? names.get(element.MsgType) ?? `[${element.MsgType}]`).join(' ');
