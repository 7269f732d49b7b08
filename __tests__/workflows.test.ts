import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(__dirname, '../.github/workflows');
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));

/** What runs in each job, by the job's name. */
const jobsOf = (text: string): Readonly<Record<string, string>> => {
  const [, jobs = ''] = text.split(/^jobs:$/m);
  const sections = jobs.split(/^ {2}(?=[\w-]+:$)/m).slice(1);
  return Object.fromEntries(sections.map((section) => [/^[\w-]+/.exec(section)![0], section]));
};

describe('the workflows', () => {
  it.each(workflows)('$name names every action by its digest and its version', ({ text }) => {
    const actions = text.match(/(?<=uses: ).*/g);
    expect(actions).not.toBeNull();
    for (const action of actions ?? []) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it.each(workflows)('$name gives a right to publish to no job that runs code of this repository', ({ text }) => {
    const jobs = Object.entries(jobsOf(text));
    expect(jobs).not.toHaveLength(0);
    expect(text.split(/^jobs:$/m)[0]).toMatch(/^permissions:\n {2}contents: read\n$/m);
    for (const [name, job] of jobs.filter(([, section]) => /: write$/m.test(section))) {
      expect({ name, checksOut: job.includes('actions/checkout') }).toEqual({ name, checksOut: false });
      const commands = job.match(/(?<=run: ).*/g) ?? [];
      expect(commands.filter((command) => !/^npm publish \S+\.tgz --ignore-scripts /.test(command))).toEqual([]);
    }
  });

  it('publish what another job has packed, once all tests have passed', () => {
    const { publish = '' } = jobsOf(readFileSync(path.join(folder, 'release.yml'), 'utf8'));
    expect(publish).toContain('needs: [test, pack]');
    expect(publish).toContain('actions/download-artifact@');
    expect(publish.match(/npm publish/g)).toHaveLength(1);
  });
});
