import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bothDatabases } from '../support/databases';
import type { OwnDatabase } from '../support/example-app';

describe.each(bothDatabases)('events kept in $name', ({ describeHere, own }) => {
  describeHere('in any order and any repetition', () => {
    let database: OwnDatabase;
    beforeAll(async () => {
      database = await own();
    }, 60_000);
    afterAll(() => database?.drop());

    it('end in what they end in when they arrive in order', async () => {
      const env = { PATH: process.env['PATH'], ...database.settings };
      const child = promisify(execFile)(process.execPath, [join(__dirname, 'any-order-child.mjs')], { env });
      await expect(child).resolves.toMatchObject({ stdout: 'holds\n' });
    }, 60_000);
  });
});
