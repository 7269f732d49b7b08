/* The client of bridge.mjs, for hosts that have no socket. */
const timeoutMs = 6000;

export const bridge = async (port, { url, headers, pieces }) => {
  const body = JSON.stringify({ url, headers, pieces: pieces.map((piece) => piece.toString('base64')) });
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const { thrown, ...reply } = await response.json();
  if (thrown !== undefined) throw new Error(thrown);
  return reply;
};
