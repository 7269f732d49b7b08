/**
 * Judges the replies of one server: `right`, `wrong`, or as yet `incomplete`. Each must be an HTTP 200 with just this
 * body, and its head must be the first one's, except for the date.
 */
export const replyJudge = (body) => {
  let firstHead;

  return (text) => {
    const end = text.indexOf('\r\n\r\n');
    if (end === -1) return 'incomplete';
    const head = text.slice(0, end).replace(/^Date: .*\r\n/m, '');
    firstHead ??= head;
    const received = text.slice(end + 4);
    if (!head.startsWith('HTTP/1.1 200 OK\r\n') || head !== firstHead || !body.startsWith(received)) return 'wrong';
    return received === body ? 'right' : 'incomplete';
  };
};
