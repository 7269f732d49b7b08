/** The acknowledgement of Tencent's pages, byte for byte. */
export const plainAck = '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}';

/** The acknowledgement of a failure: some text, and this code. */
export const failure = (code) =>
  new RegExp(`^\\{"ActionStatus":"FAIL","ErrorInfo":"[^"\\\\]+","ErrorCode":${code}\\}$`);

/**
 * Judges the replies of one server: `right`, `wrong`, or as yet `incomplete`. Each must be an HTTP 200 with this text, or
 * with one of this pattern, and its head must be the first one's, except for the date.
 */
export const replyJudge = (expected) => {
  const isExact = typeof expected === 'string';
  let firstHead;

  return (text) => {
    const end = text.indexOf('\r\n\r\n');
    if (end === -1) return 'incomplete';
    const head = text.slice(0, end).replace(/^Date: .*\r\n/m, '');
    const body = text.slice(end + 4);
    firstHead ??= head;
    if (!head.startsWith('HTTP/1.1 200 OK\r\n') || head !== firstHead) return 'wrong';
    if (isExact && !expected.startsWith(body)) return 'wrong';
    return (isExact ? body === expected : expected.test(body)) ? 'right' : 'incomplete';
  };
};
