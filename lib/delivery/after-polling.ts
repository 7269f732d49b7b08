/** Kept from the time at which this module is loaded, so that bodies are read in a test with fake timers too. */
const setRealImmediate = setImmediate;

let callbacks: (() => void)[] = [];

/**
 * Calls back after the event loop's poll phase, for all requests of the phase in one go. Each stage then runs for all of
 * them before the next stage does, which takes an Express app on Node.js 20 a few per cent less CPU time for the whole
 * request. A callback must not throw: the others would not be called.
 */
export const afterPolling = (callback: () => void): void => {
  if (callbacks.push(callback) > 1) return;
  setRealImmediate(() => {
    const due = callbacks;
    callbacks = [];
    for (const call of due) call();
  });
};
