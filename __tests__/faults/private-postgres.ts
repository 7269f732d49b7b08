import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { Client } from 'pg';
import { eventually } from './eventually';
import { freePort } from './private-redis';

const root = '/usr/lib/postgresql';

const findBin = (): string | undefined => {
  try {
    const [version] = readdirSync(root).toSorted((a, b) => Number(b) - Number(a));
    return version === undefined ? undefined : join(root, version, 'bin');
  } catch {
    return undefined;
  }
};

const bin = findBin();

/** PostgreSQL refuses to run as root. */
const idOf = (what: '-u' | '-g'): number =>
  Number(spawnSync('id', [what, 'postgres'], { encoding: 'utf8' }).stdout || Number.NaN);
const user = { uid: idOf('-u'), gid: idOf('-g') };

/** Whether a server of the test's own can be started: it is run as the user `postgres`, which takes root. */
export const canRunPostgres = bin !== undefined && !Number.isNaN(user.uid) && process.getuid?.() === 0;

/** A PostgreSQL of the test's own, which syncs every commit to the disk, as is its default. */
export const privatePostgres = async () => {
  const directory = mkdtempSync(join(tmpdir(), 'faults-postgres-'));
  chownSync(directory, user.uid, user.gid);
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;

  const made = spawnSync(join(bin ?? '', 'initdb'), ['-D', join(directory, 'data'), '-U', 'postgres', '-A', 'trust'], {
    ...user,
    cwd: directory,
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr.toString()}`);

  const answers = async (): Promise<boolean> => {
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      return false;
    }
  };

  return {
    port,
    url,
    start: async () => {
      const options = ['-D', join(directory, 'data'), '-p', String(port), '-h', '127.0.0.1', '-k', directory];
      server = spawn(join(bin ?? '', 'postgres'), options, { ...user, cwd: directory, stdio: 'ignore' });
      await eventually('PostgreSQL answers', 30, answers);
    },
    /** SIGKILL of the main process, at which its children end; resolves when it is gone. */
    kill: async () => {
      if (!server) return;
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
      server = undefined;
    },
    remove: async () => rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
};
