// The page's modules that need no browser. They are ES modules, which jest does not load.
import { deepEqual, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { failures } from '../../dist/delivery/failure.js';
import { chineseFailures } from '../../example-app/page/failures.zh.js';
import { indented } from '../../example-app/page/json-text.js';
import { english } from '../../example-app/page/texts.en.js';
import { chinese } from '../../example-app/page/texts.zh.js';

// Both languages have the same texts, with the same parameters.
const parametersOf = (texts) =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, (text.match(/\{\w+\}/g) ?? []).toSorted()]));
deepEqual(parametersOf(chinese), parametersOf(english));

// Each failure of the package is explained in Chinese.
deepEqual(Object.keys(chineseFailures).toSorted(), Object.keys(failures).toSorted());
for (const text of Object.values(chineseFailures)) match(text, /\p{Script=Han}.*。$/u);

// Each event has its sentence.
const projections = readFileSync(new URL('../../example-app/src/store/projections.ts', import.meta.url), 'utf8');
const sentences = [...projections.matchAll(/text: '([\w-]+)'/g), ...projections.matchAll(/\['\w+', '([\w-]+)'\]/g)];
ok(sentences.length > 20);
for (const [, name] of sentences) ok(`event-${name}` in english, name);

// JSON keeps its tokens when it is indented.
fc.assert(
  fc.property(fc.json(), fc.nat({ max: 3 }), (text, space) => {
    const shown = indented(JSON.stringify(JSON.parse(text), null, space));
    deepEqual(JSON.parse(shown), JSON.parse(text));
  }),
);
match(indented('{"a":144115233775727695,"b":[]}'), /^\{\n {2}"a": 144115233775727695,\n {2}"b": \[\]\n\}$/);
deepEqual(indented('{"cut'), '{"cut');
deepEqual(indented('"a: b, {c}"'), '"a: b, {c}"');
console.log('holds');
