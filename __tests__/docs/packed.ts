import { execFileSync } from 'node:child_process';
import { repository } from './markdown';

/** The files that `npm publish` would upload, by their paths. */
export const packedFiles = (): ReadonlySet<string> => {
  const parameters = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const output = execFileSync('npm', parameters, {
    cwd: repository,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = Object.values(JSON.parse(output) as Record<string, { files: readonly { path: string }[] }>);
  return new Set(packed!.files.map((file) => file.path));
};
