/** Rejects with the app's own words, and the HTTP status as `status`. */
export const getJson = async (url, options) => {
  const response = await fetch(url, options);
  const body = await response.json();
  if (!response.ok) throw Object.assign(new Error(body.error), { status: response.status });
  return body;
};
