import { batch } from './signals-core/signals-core.mjs';
import { defaults, path, query, queryIn } from './state.js';

/** Shows another path. */
export const go = (href) => {
  history.pushState(null, '', href);
  arrive();
};

/** Changes how the table of rooms is to be, in the address bar too, so that a link shows the same. */
export const ask = (changes) => {
  const next = { ...query.value, page: 1, ...changes };
  const differing = Object.entries(next).filter(([name, value]) => String(value) !== String(defaults[name]));
  const text = new URLSearchParams(differing).toString();
  history.replaceState(null, '', text === '' ? location.pathname : `?${text}`);
  query.value = next;
};

export const viewOf = (views, pathname) => views.find(({ matches }) => matches(pathname)) ?? views[0];

const arrive = () => {
  batch(() => {
    path.value = location.pathname;
    if (location.pathname === '/') query.value = queryIn(location.search);
  });
};

addEventListener('popstate', arrive);
