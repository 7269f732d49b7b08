/** Longer than the app is ever silent: it sends something every five seconds. */
const silenceMs = 15_000;
const retryMs = 1000;

/**
 * Follows the board. Each message is the whole of it, so that after a break nothing has been missed.
 * `onState` gets 'live', 'down' while there is no stream, or 'trouble' while the app has no database.
 */
export const follow = (onBoard, onState) => {
  let source;
  let timer;

  const again = () => {
    source.close();
    clearTimeout(timer);
    onState('down');
    timer = setTimeout(open, retryMs);
  };
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(again, silenceMs);
  };
  const open = () => {
    source = new EventSource('/api/stream');
    source.addEventListener('board', ({ data }) => {
      heard();
      onState('live');
      onBoard(JSON.parse(data));
    });
    source.addEventListener('trouble', () => {
      heard();
      onState('trouble');
    });
    // The browser itself gives up for good at some errors.
    source.addEventListener('error', again);
    heard();
  };
  open();
};
