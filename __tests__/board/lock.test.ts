import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Runs a program as the process 1 of its own, as a container does. */
const container = ['unshare', '--fork', '--pid', '--kill-child'];
const hasContainers = spawnSync(container[0] ?? '', [...container.slice(1), 'true']).status === 0;
if (!hasContainers) console.warn('unshare may not make PID namespaces: the lock is tested with ordinary processes.');

const lock = join(__dirname, '../../example-app/dist/store/lock.js');
const script = `
  require(${JSON.stringify(lock)}).lockDirectory(process.argv[1], console).then(
    (unlock) => {
      console.log('locked by process ' + process.pid);
      process.on('SIGTERM', () => unlock().then(() => process.exit(0)));
      setInterval(() => {}, 1000);
    },
    (error) => {
      console.log(error.message);
      process.exit(1);
    },
  );`;

describe("the lock of the embedded database's folder", () => {
  let directory: string;
  const running: ChildProcess[] = [];

  /** Starts a process that locks the folder; resolves to the first line that it prints. */
  const start = async () => {
    const [program, ...parameters] = [...(hasContainers ? container : []), process.execPath, '-e', script, directory];
    const child = spawn(program, parameters);
    running.push(child);
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    return { child, line };
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'board-lock-'));
  });
  afterEach(async () => {
    for (const child of running.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'close');
      }
    }
    rmSync(directory, { recursive: true, force: true });
  });

  it('keeps a second process out, though both have the process id 1, and passes on when the first one is killed', async () => {
    const first = await start();
    expect(first.line).toMatch(hasContainers ? /^locked by process 1\n/ : /^locked/);

    const second = await start();
    expect(second.line).toMatch(/ is in use by another process, perhaps in another container: stop that one, /);

    first.child.kill('SIGKILL');
    await once(first.child, 'close');
    // It waits until the lock of the killed process is stale.
    expect((await start()).line).toMatch(/^locked/);
  }, 60_000);

  it('is there again as soon as a process ends by itself', async () => {
    const [program, ...parameters] = [process.execPath, '-e', script, directory];
    const child = spawn(program, parameters);
    running.push(child);
    const printed = text(child.stdout);
    await once(child.stdout, 'readable');
    child.kill('SIGTERM');
    expect(await printed).toMatch(/^locked/);
    const before = performance.now();
    expect((await start()).line).toMatch(/^locked/);
    // A lock that was left behind is waited for, at least five seconds.
    expect(performance.now() - before).toBeLessThan(4500);
  }, 60_000);
});
