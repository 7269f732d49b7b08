import { effect } from './signals-core/signals-core.mjs';
import { render } from './lit-html/lit-html.js';
import { go, viewOf } from './router.js';
import { roomIdIn } from './room-path.js';
import { connection, path, query } from './state.js';
import { follow } from './stream.js';
import { locale, t } from './texts.js';
import { top } from './top.js';
import { views } from './views.js';

const header = document.querySelector('#top');
const main = document.querySelector('#main');

// Each effect draws its part again when a signal changes that it has read.
effect(() => render(top(views), header));
effect(() => render(viewOf(views, path.value).draw(), main));
effect(() => {
  document.documentElement.lang = locale.value;
  const { label } = viewOf(views, path.value);
  const subject = roomIdIn(path.value) ?? (label && t(label));
  document.title = subject ? `${subject} · ${t('title')}` : t('title');
});
effect(() => {
  document.body.dataset.connection = connection.value;
});

// One room is followed where one is shown, otherwise those in the table.
effect(() => {
  const room = roomIdIn(path.value);
  follow(room === undefined ? query.value : { room });
});

// Links inside the page do not load it again.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="/"]');
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute('href'));
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
});
