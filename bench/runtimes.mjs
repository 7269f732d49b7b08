// What a signed request costs on each version of Node.js and of Express: node bench/runtimes.mjs [--rounds N]
// [--requests N] [--no-write]. Downloads some 200 MB. Less than a whole run is not written.
import { parseArgs } from 'node:util';
import { compare, warmUp } from './compare.mjs';
import { contestants } from './contestants.mjs';
import { table } from './markdown.mjs';
import { installNodes } from './node-binaries.mjs';
import { writeSection } from './results.mjs';
import { spread } from './statistics.mjs';
import { versionsOf } from './versions.mjs';
import { isWhole, lengthOptions, lengthOf } from './whole.mjs';

const { values } = parseArgs({ options: { ...lengthOptions, 'no-write': { type: 'boolean', default: false } } });
const length = lengthOf(values);
const expresses = ['express', 'express4'];
const servers = ['baseline', 'ours-signed'];
const nameOf = ({ version, express }, server) => `${server} on ${version} with ${express}`;

const { nodes, remove } = await installNodes(['20', '22', '24', '26']);
try {
  const combinations = nodes.flatMap((node) => expresses.map((express) => ({ ...node, express })));
  const comparison = await compare(
    Object.fromEntries(
      combinations.flatMap((combination) =>
        servers.map((server) => {
          const { execPath, express } = combination;
          const { request } = contestants[server];
          return [nameOf(combination, server), { server, request, execPath, env: { EXPRESS: express } }];
        }),
      ),
    ),
    length,
  );

  const [packageVersion, ...expressVersions] = versionsOf(expresses);
  const expressOf = Object.fromEntries(expresses.map((name, index) => [name, expressVersions[index].split(' ')[1]]));
  const figures = table(
    ['Node.js, Express', 'By hand, CPU µs', 'Ours signed, CPU µs', 'Ours to by hand'],
    ...combinations.map((combination) => {
      const [byHand, ours] = servers.map((server) => nameOf(combination, server));
      return [
        `${combination.version}, Express ${expressOf[combination.express]}`,
        spread(comparison.cpuOf(byHand), 1),
        spread(comparison.cpuOf(ours), 1),
        spread(comparison.ratios(ours, byHand), 3),
      ];
    }),
  );
  console.log(figures);

  if (isWhole(length) && !values['no-write']) {
    const meaning = `${packageVersion}, signed, and the same five checks by hand after \`express.json()\`, each on the same Node.js and the same
Express. CPU time per request of the server, the client always being on the Node.js named above. After ${warmUp} requests
to warm up, ${length.rounds} rounds of ${length.requests} requests to each server in turn; the median and, in brackets, the least and the greatest.`;
    writeSection('Runtimes', `${meaning}\n\n${figures}`);
  }
} finally {
  remove();
}
