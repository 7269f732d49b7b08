import { html, render } from '/lit-html/lit-html.js';
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
  into('#totals', totals(board.totals));
  into('#rooms', rooms(board.rooms, now));
  into('#feed', feed(board, now));
};

follow(
  (latest) => {
    board = latest;
    aheadMs = Date.now() - Date.parse(board.at);
    if (board.isDemo) {
      into('#source', html`Demo traffic, made up by this app. To turn it off: <code>DEMO=off npm start</code>`);
    }
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
