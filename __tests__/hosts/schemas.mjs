/*
 * Runs commands of one's own with the schemas of four libraries on the packed package, and compiles their types. Two of the
 * libraries are not among the repository's dependencies: arktype is an ES module only, and effect has 61 MB.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inspect, promisify } from 'node:util';
import { type } from 'arktype';
import { Effect, Schema, SchemaGetter } from 'effect';
import inject from 'light-my-request';
import * as v from 'valibot';
import { z } from 'zod';
import { unpackPackage } from './prepare.mjs';

await unpackPackage();
// These import the package, which has only now been unpacked.
const { after, liveWebhooks } = await import('tencent-live-webhooks');
const { signedRequest } = await import('tencent-live-webhooks/testing');

const isRoom = async (id) => {
  await sleep(5);
  return id === 'room';
};

const checkedId = Schema.String.pipe(
  Schema.decode({
    decode: SchemaGetter.checkEffect((id) => Effect.promise(() => isRoom(id))),
    encode: SchemaGetter.passthrough(),
  }),
);

/** The same shape in each library: `RoomId`, and `Members` with a `Count`. An `asynchronous` one asks for the room. */
const libraries = {
  zod: {
    schema: z.object({ RoomId: z.string(), Members: z.array(z.object({ Count: z.number() })) }),
    asynchronous: z.object({ RoomId: z.string().refine(isRoom) }),
  },
  valibot: {
    schema: v.object({ RoomId: v.string(), Members: v.array(v.object({ Count: v.number() })) }),
    asynchronous: v.objectAsync({ RoomId: v.pipeAsync(v.string(), v.checkAsync(isRoom)) }),
  },
  arktype: {
    schema: type({ RoomId: 'string', Members: type({ Count: 'number' }).array() }),
    // arktype has no asynchronous schemas.
  },
  effect: {
    schema: Schema.toStandardSchemaV1(
      Schema.Struct({ RoomId: Schema.String, Members: Schema.Array(Schema.Struct({ Count: Schema.Number })) }),
    ),
    asynchronous: Schema.toStandardSchemaV1(Schema.Struct({ RoomId: checkedId })),
  },
};

const command = 'Room.CallbackAfterMemberEnter';
const right = { CallbackCommand: command, RoomId: 'room', Members: [{ Count: 3 }], EventTime: 1703589922780 };

const deliver = async (schema, body) => {
  const events = [];
  const outcomes = [];
  const webhooks = liveWebhooks({
    sdkAppId: 1400000001,
    token: false,
    commands: { [command]: after(schema) },
    handlers: { [command]: (event) => void events.push(event) },
    onOutcome: (outcome) => void outcomes.push(outcome),
  });
  const { method, url, headers, body: payload } = signedRequest({ sdkAppId: 1400000001, command, body });
  const reply = await inject(webhooks, { method, url, headers, payload });
  await webhooks.drain();
  return { events, reply: reply.json(), outcome: outcomes[0] };
};

const cases = {
  'hands its handler what the schema gives': async ({ schema }) => {
    const { events, reply } = await deliver(schema, right);
    assert.equal(events.length, 1);
    assert.equal(events[0].RoomId, 'room');
    assert.deepEqual(events[0].Members, [{ Count: 3 }]);
    assert.equal(reply.ActionStatus, 'OK');
  },
  'refuses a wrong body by its path, without its value': async ({ schema }) => {
    const wrong = { ...right, Members: [{ Count: 1 }, { Count: 'secret value' }] };
    const { events, reply, outcome } = await deliver(schema, wrong);
    assert.equal(events.length, 0);
    assert.equal(reply.ErrorCode, 422);
    assert.equal(outcome.failure.type, 'bad-payload');
    assert.deepEqual(
      outcome.failure.issues.map(({ path: place }) => place),
      ['Members[1].Count'],
    );
    assert.ok(!inspect({ failure: outcome.failure, reply }, { depth: 9 }).includes('secret value'));
  },
  'waits for an asynchronous schema': async ({ asynchronous }) => {
    if (!asynchronous) return 'has none';
    assert.equal((await deliver(asynchronous, right)).events.length, 1);
    const { events, outcome } = await deliver(asynchronous, { ...right, RoomId: 'secret value' });
    assert.equal(events.length, 0);
    assert.deepEqual([outcome.type, outcome.failure.type], ['refused', 'bad-payload']);
    assert.ok(!inspect(outcome.failure, { depth: 9 }).includes('secret value'));
  },
};

let failed = 0;
const report = async (title, run) => {
  try {
    console.log(`${(await run()) ?? 'passed'}: ${title}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED: ${title}\n${error.stdout ?? error.message}`);
  }
};

for (const [name, library] of Object.entries(libraries)) {
  for (const [title, run] of Object.entries(cases)) await report(`${name} ${title}`, () => run(library));
}

const here = fileURLToPath(new URL('.', import.meta.url));
const compiler = path.join(here, '../../node_modules/@typescript/native/bin/tsc');
const flags = '--ignoreConfig --noEmit --strict --skipLibCheck --target es2022 --module nodenext --types node'.split(
  ' ',
);
await report('the events of all four are inferred', async () => {
  await promisify(execFile)(process.execPath, [compiler, ...flags, 'schemas.types.ts'], { cwd: here });
});
process.exitCode = failed > 0 ? 1 : 0;
