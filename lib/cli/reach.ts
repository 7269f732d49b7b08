import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unreachable } from './post';

/** Waits until the server takes connections: it may just be starting. Rejects with {@link Unreachable}. */
export const reach = async (url: URL, patienceMs: number): Promise<void> => {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  // An IPv6 address has brackets in a URL only.
  const host = url.hostname.replaceAll(/[[\]]/g, '');
  const signal = AbortSignal.timeout(patienceMs);
  let why = 'no answer';
  for (;;) {
    const socket = connect(port, host);
    try {
      await once(socket, 'connect', { signal });
      return;
    } catch (error) {
      if (signal.aborted) throw new Unreachable(`no connection within ${patienceMs / 1000} s (${why})`);
      why = (error as NodeJS.ErrnoException).code ?? why;
    } finally {
      socket.destroy();
    }
    await sleep(200);
  }
};
