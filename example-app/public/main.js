import { render } from './lit-html/lit-html.js';
import { feed } from './feed.js';
import { rooms } from './rooms.js';
import { follow } from './stream.js';
import { totals } from './totals.js';

const connections = {
  live: 'Live',
  down: 'Stream down, reconnecting',
  trouble: 'The database does not answer',
};
const connection = document.querySelector('#connection');
const into = (selector, template) => render(template, document.querySelector(selector));

let board;
/** How far this computer's clock is ahead of the app's. */
let aheadMs = 0;

const draw = () => {
  if (!board) return;
  const now = Date.now() - aheadMs;
  const names = new Map(board.rooms.map(({ roomId, name }) => [roomId, name]));
  const nameOf = (roomId) => names.get(roomId) || roomId;
  into('#totals', totals(board.totals));
  into('#rooms', rooms(board.rooms, nameOf, now));
  into('#feed', feed(board.feed, nameOf, now));
};

follow(
  (latest) => {
    board = latest;
    aheadMs = Date.now() - Date.parse(board.at);
    document.querySelector('#source').hidden = board.isDemo;
    document.querySelector('#demo').hidden = !board.isDemo;
    draw();
  },
  (state) => {
    // Written only when it changes: it is read aloud.
    if (connection.dataset.state !== state) connection.textContent = connections[state];
    connection.dataset.state = state;
  },
);

// The times tick.
setInterval(draw, 1000);
