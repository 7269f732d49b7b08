import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readDocComments } from './doc-comments';
import { protocolPage } from './page';
import { chinesePhrases, english } from './phrases';

/* Run by `npm run docs:protocol`: writes the protocol's pages for people. They are committed. */

const docs = readDocComments();
for (const phrases of [english, chinesePhrases])
  writeFileSync(resolve(__dirname, '../../docs', phrases.file), protocolPage(docs, phrases));
