import { batch } from './signals-core/signals-core.mjs';
import { aheadMs, isDemo, isModerated, link, matching, overview, rooms } from './state.js';

/** Longer than the app is ever silent: it sends something every five seconds. */
const silenceMs = 15_000;
const retryMs = 1000;

let source;
let timer;
let followed;

/** Follows the rooms that match the query, in place of those that were followed before, while the page can be seen. */
export const follow = (query) => {
  close();
  followed = query;
  // Over HTTP/1.1 a browser opens six connections to a host, and each hidden tab would hold one.
  if (document.hidden) return;
  const open = () => {
    source = new EventSource(`/api/stream?${new URLSearchParams(query)}`);
    source.addEventListener('snapshot', ({ data }) => receive(JSON.parse(data), true));
    source.addEventListener('changes', ({ data }) => receive(JSON.parse(data), false));
    source.addEventListener('trouble', () => {
      link.value = 'trouble';
      expectMore();
    });
    // The browser gives up for good at some errors, so it is not left to the browser.
    source.addEventListener('error', retry);
    expectMore();
  };
  const retry = () => {
    close();
    link.value = 'down';
    timer = setTimeout(open, retryMs);
  };
  const expectMore = () => {
    clearTimeout(timer);
    timer = setTimeout(retry, silenceMs);
  };
  const receive = (message, isSnapshot) => {
    expectMore();
    const { rooms: list, matching: count, isDemo: demo, isModerated: moderated, ...others } = message;
    batch(() => {
      link.value = 'open';
      aheadMs.value = Math.min(aheadMs.value, Date.now() - Date.parse(others.at));
      overview.value = others;
      matching.value = count;
      if (demo !== undefined) isDemo.value = demo;
      if (moderated !== undefined) isModerated.value = moderated;
      // A room that is known keeps its place.
      if (isSnapshot) rooms.value = new Map(list.map((room) => [room.roomId, room]));
      else if (list.length > 0) rooms.value = new Map([...rooms.value, ...list.map((room) => [room.roomId, room])]);
    });
  };
  open();
};

const close = () => {
  source?.close();
  clearTimeout(timer);
};

document.addEventListener('visibilitychange', () => {
  if (document.hidden) close();
  else if (followed) follow(followed);
});
