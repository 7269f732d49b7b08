import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readDocComments } from './doc-comments';
import { openApiDocument } from './openapi';
import { schemaFiles } from './schema-files';

/* Run by `npm run build:package`: writes the schemas and the OpenAPI document into dist, from where they are packed. */

const repository = resolve(__dirname, '../..');
const dist = join(repository, 'dist');
const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };

const write = (file: string, value: unknown): void => writeFileSync(file, `${JSON.stringify(value)}\n`);

const docs = readDocComments();
mkdirSync(join(dist, 'schema'), { recursive: true });
for (const [file, schema] of schemaFiles(docs)) write(join(dist, 'schema', file), schema);
write(join(dist, 'openapi.json'), openApiDocument(docs, version));
