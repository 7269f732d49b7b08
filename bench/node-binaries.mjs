import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';

/**
 * Installs the binaries of Node.js that npm has for this platform, each of the newest version with that major number,
 * into a folder of their own, which `remove` deletes.
 */
export const installNodes = async (majors) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tencent-live-webhooks-nodes-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const folderOf = (major) => path.join(folder, 'node_modules', `node-${major}`);
  const versionOf = (major) => JSON.parse(readFileSync(path.join(folderOf(major), 'package.json'), 'utf8')).version;
  const dependencies = Object.fromEntries(majors.map((major) => [`node-${major}`, `npm:node-${platform}@${major}`]));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  try {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    await run('npm', ['install', ...options], { cwd: folder, timeout: 600_000, shell: process.platform === 'win32' });
    const nodes = majors.map((major) => ({ version: versionOf(major), execPath: path.join(folderOf(major), binary) }));
    return { nodes, remove };
  } catch (error) {
    remove();
    throw error;
  }
};
