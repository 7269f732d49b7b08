/* Compiled, never run: the events of own commands follow from the schemas of each library. */
import { type } from 'arktype';
import { Schema } from 'effect';
import { expectTypeOf } from 'expect-type';
import { after, before, liveWebhooks } from 'tencent-live-webhooks';
import * as v from 'valibot';
import { z } from 'zod';

const Verdict = Schema.toStandardSchemaV1(Schema.Struct({ ErrorCode: Schema.Number }));

liveWebhooks({
  sdkAppId: 1400000001,
  token: false,
  commands: {
    'Room.Zod': after(z.object({ RoomId: z.string() })),
    'Room.Valibot': after(v.object({ RoomId: v.string() })),
    'Room.ArkType': after(type({ RoomId: 'string' })),
    'Room.Effect': after(Schema.toStandardSchemaV1(Schema.Struct({ RoomId: Schema.String }))),
    'Room.EffectDecoded': after(Schema.toStandardSchemaV1(Schema.Struct({ Count: Schema.NumberFromString }))),
    'C2C.Effect': before(Schema.toStandardSchemaV1(Schema.Struct({ To_Account: Schema.String })), Verdict),
  },
  handlers: {
    'Room.Zod': (event) => void expectTypeOf(event).toEqualTypeOf<{ RoomId: string }>(),
    'Room.Valibot': (event) => void expectTypeOf(event).toEqualTypeOf<{ RoomId: string }>(),
    'Room.ArkType': (event) => void expectTypeOf(event).toEqualTypeOf<{ RoomId: string }>(),
    'Room.Effect': (event) => void expectTypeOf(event).toEqualTypeOf<{ readonly RoomId: string }>(),
    'Room.EffectDecoded': (event) => void expectTypeOf(event).toEqualTypeOf<{ readonly Count: number }>(),
    'C2C.Effect': (event) => {
      expectTypeOf(event).toEqualTypeOf<{ readonly To_Account: string }>();
      return { ErrorCode: 0 };
    },
  },
});

liveWebhooks({
  sdkAppId: 1400000001,
  token: false,
  commands: { 'Room.Effect': after(Schema.toStandardSchemaV1(Schema.Struct({ RoomId: Schema.String }))) },
  // @ts-expect-error -- The schema has no such field.
  handlers: { 'Room.Effect': ({ Room }) => void Room },
});
