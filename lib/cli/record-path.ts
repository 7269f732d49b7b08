/**
 * Appends the path and the query string of a request to a URL, and returns its path and query string. A request for `/`
 * is one for the URL itself.
 */
export const joinPath = ({ pathname, search }: URL, requested: string): string => {
  const start = requested.indexOf('?');
  const path = start === -1 ? requested : requested.slice(0, start);
  const query = start === -1 ? '' : requested.slice(start + 1);
  const queries = [search.slice(1), query].filter((part) => part !== '').join('&');
  return `${path === '/' ? pathname : pathname.replace(/\/$/, '') + path}${queries && `?${queries}`}`;
};
