/*
 * Runs the npm scripts named in its arguments, as many at a time as there are processors. Prints one line for each
 * script that passes, and everything that a failing one has printed.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';

const check = async (script) => {
  const start = performance.now();
  const child = spawn('npm', ['run', '--silent', script], { shell: process.platform === 'win32' });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ]);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (code === 0) {
    console.log(`ok    ${script} (${seconds} s)`);
  } else {
    console.error(`FAIL  ${script} (exit code ${code}; \`npm run ${script}\` repeats it)\n${stdout}${stderr}`);
    process.exitCode = 1;
  }
};

const waiting = process.argv.slice(2);
const work = async () => {
  for (let script = waiting.shift(); script; script = waiting.shift()) await check(script);
};
await Promise.all(Array.from({ length: availableParallelism() }, work));
