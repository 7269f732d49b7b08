import { embeddedDatabase } from './embedded-database';
import { describeWithPostgres, postgresDatabase } from './postgres';

/** For suites that must say the same of both. */
export const bothDatabases = [
  { name: 'the embedded database', describeHere: describe, own: embeddedDatabase },
  { name: 'PostgreSQL', describeHere: describeWithPostgres, own: postgresDatabase },
];
