import { readFileSync } from 'node:fs';

const versionIn = (folder) => JSON.parse(readFileSync(new URL(`${folder}/package.json`, import.meta.url))).version;

/** Of this package, and of packages that the benchmark has installed. */
export const versionsOf = (packages) => [
  `tencent-live-webhooks ${versionIn('..')}`,
  ...packages.map((name) => `${name} ${versionIn(`node_modules/${name}`)}`),
];
