import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';

const file = new URL('RESULTS.md', import.meta.url);

const titles = [
  'Side by side',
  'Targets',
  'Start',
  'Stages',
  'Growth with the body',
  'A client that stays awake',
  'Profile',
  'Latency',
  'Waiting handlers',
  'Runtimes',
  'Inbox',
  'Moderation',
  'Soak',
  'Board on PGlite',
  'Board on PostgreSQL',
];

const introduction = `# What a webhook costs

The commands in this folder write this page; edits are lost. \`npm run bench\` measures the first five sections,
with Redis at REDIS_URL. The others are those of \`npm run bench:awake\`, \`npm run bench:profile\`, \`npm run bench:latency\`,
\`npm run bench:waiting\`, \`npm run bench:runtimes\`, \`npm run bench:inbox\`, \`npm run bench:moderation\`, \`npm run bench:soak\` and
\`npm run bench:board\`, in this order. \`npm run bench:check\` compares a run with bench/baseline.json.
`;

/** Puts a section into RESULTS.md, in place of the one that was there. */
export const writeSection = (title, text) => {
  const sections = new Map([[title, `${title}\n\n${measuredOn()}\n\n${text}\n`]]);
  const old = existsSync(file) ? readFileSync(file, 'utf8').split(/^## /m).slice(1) : [];
  for (const section of old) {
    const [heading] = section.split('\n', 1);
    if (heading !== title) sections.set(heading, `${section.trim()}\n`);
  }
  const written = titles.flatMap((heading) => (sections.has(heading) ? [`## ${sections.get(heading)}`] : []));
  writeFileSync(file, [introduction, ...written].join('\n'));
};

const measuredOn = () => {
  const [{ model }] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  return `Measured on ${date} with Node.js ${process.version}, ${platform()} ${arch()}, ${cpus().length} × ${model.trim()}.`;
};
