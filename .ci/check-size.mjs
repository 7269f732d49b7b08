/* Prints what `npm publish` would upload, and fails when that has grown beyond these limits. */
import { execFileSync } from 'node:child_process';

const limits = { size: 175_000, unpackedSize: 725_000, entryCount: 330 };

const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
  stdio: ['ignore', 'pipe', 'ignore'],
});
const [packed] = Object.values(JSON.parse(output));

for (const [what, limit] of Object.entries(limits)) {
  console.log(`${what}: ${packed[what]} of at most ${limit}`);
  if (packed[what] > limit) process.exitCode = 1;
}
