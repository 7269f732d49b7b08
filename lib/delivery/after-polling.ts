import * as timers from 'node:timers';

/** Not the global function, which a test that fakes the clock replaces, perhaps before this module is loaded. */
const setRealImmediate = timers.setImmediate;

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
