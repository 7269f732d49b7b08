/** The room that a path of the page shows. */
export const roomIdIn = (path) => {
  const encoded = /^\/rooms\/(.+)$/.exec(path)?.[1];
  return encoded === undefined ? undefined : decodeURIComponent(encoded);
};
