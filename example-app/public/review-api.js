const keyName = 'moderation-api-key';

/** What the server says instead of what it was asked for. */
export class ReviewError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The key is kept until the browser's tab is closed. */
export const setKey = (key) => sessionStorage.setItem(keyName, key);

const request = async (path, options) => {
  const key = sessionStorage.getItem(keyName);
  let response;
  try {
    response = await fetch(`/api/review${path}`, {
      ...options,
      headers: { 'Content-Type': 'application/json', ...(key && { 'X-Api-Key': key }) },
    });
  } catch {
    throw new ReviewError(0, 'The app does not answer.');
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw new ReviewError(response.status, body.ErrorInfo ?? `The app answered with the status ${response.status}.`);
};

const post = (path, body) => request(path, { method: 'POST', body: JSON.stringify(body) });

/** One page of held messages; `filter` has `room`, `account` and `before`, each of which may be empty. */
export const readReview = (filter) => {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value));
  return request(query.size > 0 ? `?${query}` : '');
};
export const deleteMessages = (contentIds) => post('/delete', { contentIds });
export const setSwitch = (enabled) => post('/toggle', { enabled });
