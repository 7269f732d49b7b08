/* Compiled, never run: what must type-check does, and what must not is marked. */
import { createServer } from 'node:http';
import { createSecureServer, createServer as createHttp2Server } from 'node:http2';
import { expectTypeOf } from 'expect-type';
import express, { type RequestHandler } from 'express';
import express4, { type RequestHandler as RequestHandler4 } from 'express4';
import { type } from 'arktype';
import * as t from 'io-ts';
import * as v from 'valibot';
import { z } from 'zod';
import {
  after,
  allow,
  before,
  deny,
  drop,
  liveWebhooks,
  type CommandName,
  type Delivery,
  type EventOf,
  type GiftSending,
  type HandlerOf,
  type Handlers,
  type LiveWebhooks,
  type LiveWebhooksOptions,
  type MemberStateChanged,
  type Outcome,
  type SeatInfoChanged,
} from '../lib';
import { sampleBody } from '../lib/testing';

const sdkAppId = 1400000001;

// Handlers written inline know their event, by its name.
liveWebhooks({
  sdkAppId,
  token: process.env['TENCENT_WEBHOOK_TOKEN'],
  handlers: {
    'Live.CallbackAfterMemberStateChanged': async (event, delivery) => {
      expectTypeOf(event).toEqualTypeOf<MemberStateChanged>();
      expectTypeOf(event.EventType).toEqualTypeOf<'Online' | 'Offline'>();
      expectTypeOf(event.EventCause).toExtend<string>();
      expectTypeOf(event.MemberList[0]?.Member_Account).toEqualTypeOf<string | undefined>();
      expectTypeOf(delivery).toEqualTypeOf<Delivery>();
    },
    'Mic.CallbackAfterSeatInfoChanged': (event) => {
      expectTypeOf(event).toEqualTypeOf<SeatInfoChanged>();
      expectTypeOf(event.SeatList[0]?.Member_Account).toEqualTypeOf<string | undefined>();
      expectTypeOf(event.EventTime).toEqualTypeOf<number>();
    },
    'Live.CallbackAfterCloudRecordingChanged': (event) => {
      if (event.EventType === 310)
        expectTypeOf(event.EventInfo.Payload.FileList).toEqualTypeOf<readonly string[] | undefined>();
      // @ts-expect-error only event type 310 has a list of MP4 files
      void event.EventInfo.Payload.FileMessage;
    },
    'Live.CallbackBeforeSendGift': (event) => {
      expectTypeOf(event).toEqualTypeOf<GiftSending>();
      return event.GiftWater.Coins > 5000 ? deny(102101, 'over the limit') : allow();
    },
    'Group.CallbackBeforeSendMsg': async (event) =>
      event.CloudCustomData === '' ? drop() : allow({ MsgBody: event.MsgBody }),
  },
  fallback: { 'Live.CallbackBeforeSendGift': 'allow' },
});

// A readonly view: handlers cannot change what another part reads.
liveWebhooks({
  sdkAppId,
  handlers: {
    'Mic.CallbackAfterSeatInfoChanged': (event) => {
      // @ts-expect-error an event is read-only
      event.RoomId = 'other';
    },
  },
});

// Verdicts.
const judging = (handlers: Handlers) => liveWebhooks({ sdkAppId, handlers });
judging({ 'Live.CallbackBeforeSendGift': () => deny() });
judging({ 'Live.CallbackBeforeSendGift': () => deny(102100) });
judging({ 'Live.CallbackBeforeSendGift': async () => deny(102200, 'text') });
judging({ 'Group.CallbackBeforeSendMsg': () => deny(10100) });
judging({ 'Group.CallbackBeforeSendMsg': () => deny(10200) });
judging({ 'Group.CallbackBeforeSendMsg': () => allow({ CloudCustomData: 'x' }) });
// @ts-expect-error a before-handler returns a verdict
judging({ 'Live.CallbackBeforeSendGift': () => {} });
// @ts-expect-error so does one that is async
judging({ 'Live.CallbackBeforeSendGift': async () => {} });
// @ts-expect-error a gift cannot be dropped
judging({ 'Live.CallbackBeforeSendGift': () => drop() });
// @ts-expect-error a gift cannot be replaced
judging({ 'Live.CallbackBeforeSendGift': () => allow({ CloudCustomData: 'x' }) });
// @ts-expect-error a code of the messages is none for a gift
judging({ 'Live.CallbackBeforeSendGift': () => deny(10150) });
// @ts-expect-error a code outside the range
judging({ 'Live.CallbackBeforeSendGift': () => deny(102201) });
// @ts-expect-error a code of the gifts is none for a message
judging({ 'Group.CallbackBeforeSendMsg': () => deny(102150) });
// @ts-expect-error there is no such thing to replace
judging({ 'Group.CallbackBeforeSendMsg': () => allow({ MsgBdy: [] }) });
// What an after-handler returns is ignored, so any one-line call will do.
const seen: unknown[] = [];
judging({ 'Mic.CallbackAfterSeatInfoChanged': (event) => seen.push(event) });
judging({ 'Mic.CallbackAfterSeatInfoChanged': async (event) => new Set([event.RoomId]) });

// A handler can be typed apart from the map, by its command.
const judge: HandlerOf<'Live.CallbackBeforeSendGift'> = (event) => (event.GiftWater.Coins > 5000 ? deny() : allow());
const note: HandlerOf<'Mic.CallbackAfterSeatInfoChanged'> = (event) => seen.push(event.SeatList);
judging({ 'Live.CallbackBeforeSendGift': judge, 'Mic.CallbackAfterSeatInfoChanged': note });
// @ts-expect-error there is no such command
expectTypeOf<HandlerOf<'Live.CallbackBeforeSendGifts'>>();
// @ts-expect-error the verdicts of a gift hold for a handler typed apart, too
(() => drop()) satisfies HandlerOf<'Live.CallbackBeforeSendGift'>;

// Misuse of the factory.
// @ts-expect-error no options
liveWebhooks();
// @ts-expect-error no handlers
liveWebhooks({ sdkAppId });
// @ts-expect-error no sdkAppId
liveWebhooks({ handlers: {} });
// @ts-expect-error no such option
liveWebhooks({ sdkAppId, handlers: {}, timeoutMs: 5 });
// @ts-expect-error the URL's name of the command is not its name
liveWebhooks({ sdkAppId, handlers: { 'Live.CallbackMemberStateChanged': () => {} } });
// @ts-expect-error only before-commands have a fallback
liveWebhooks({ sdkAppId, handlers: {}, fallback: { 'Mic.CallbackAfterSeatInfoChanged': 'allow' } });
// @ts-expect-error allow or deny
liveWebhooks({ sdkAppId, handlers: {}, fallback: { 'Live.CallbackBeforeSendGift': 'drop' } });
// @ts-expect-error events have no such field
liveWebhooks({ sdkAppId, handlers: { 'Mic.CallbackAfterSeatInfoChanged': ({ roomId }) => void roomId } });

// Commands of one's own.
const Entered = t.type({ RoomId: t.string, MemberCount: t.number });
const yesOrNo = new t.Type<boolean, { ErrorCode: number }>(
  'true or false',
  t.boolean.is,
  t.boolean.validate,
  (yes) => ({ ErrorCode: yes ? 0 : 1 }),
);
liveWebhooks({
  sdkAppId,
  commands: { 'Room.CallbackAfterMemberEnter': after(Entered), 'C2C.CallbackBeforeSendMsg': before(Entered, yesOrNo) },
  handlers: {
    'Room.CallbackAfterMemberEnter': (event) => void expectTypeOf(event).toEqualTypeOf<t.TypeOf<typeof Entered>>(),
    'C2C.CallbackBeforeSendMsg': (event) => event.MemberCount > 3,
    'Mic.CallbackAfterSeatInfoChanged': (event) => void expectTypeOf(event).toEqualTypeOf<SeatInfoChanged>(),
  },
  fallback: { 'C2C.CallbackBeforeSendMsg': 'deny' },
});
liveWebhooks({
  sdkAppId,
  commands: { 'C2C.CallbackBeforeSendMsg': before(Entered, yesOrNo) },
  // @ts-expect-error the verdict is what the reply codec encodes
  handlers: { 'C2C.CallbackBeforeSendMsg': () => 'yes' },
});
liveWebhooks({
  sdkAppId,
  commands: { 'Mic.CallbackAfterSeatInfoChanged': after(Entered, { replacesBuiltIn: true }) },
  handlers: {
    'Mic.CallbackAfterSeatInfoChanged': (event) => void expectTypeOf(event.MemberCount).toEqualTypeOf<number>(),
  },
});
// Of any schema library: the events are inferred.
liveWebhooks({
  sdkAppId,
  commands: {
    'Room.Zod': after(z.looseObject({ RoomId: z.string() })),
    'Room.Valibot': after(v.looseObject({ RoomId: v.string() })),
    'Room.ArkType': after(type({ RoomId: 'string' })),
    'C2C.Function': before(z.looseObject({ To_Account: z.string() }), (isAllowed: boolean) => ({
      ErrorCode: isAllowed ? 0 : 1,
    })),
    'C2C.Schema': before(
      v.looseObject({ To_Account: v.string() }),
      z.enum(['yes', 'no']).transform((answer) => ({ ErrorCode: answer === 'yes' ? 0 : 1 })),
    ),
  },
  handlers: {
    'Room.Zod': (event) => void expectTypeOf(event.RoomId).toEqualTypeOf<string>(),
    'Room.Valibot': (event) => void expectTypeOf(event.RoomId).toEqualTypeOf<string>(),
    'Room.ArkType': (event) => void expectTypeOf(event).toEqualTypeOf<{ RoomId: string }>(),
    'C2C.Function': (event) => event.To_Account !== 'nobody',
    'C2C.Schema': async (event) => (event.To_Account === 'nobody' ? 'no' : 'yes'),
  },
});
liveWebhooks({
  sdkAppId,
  commands: { 'C2C.Function': before(z.looseObject({}), (isAllowed: boolean) => ({ ErrorCode: isAllowed ? 0 : 1 })) },
  // @ts-expect-error the verdict is what the function takes
  handlers: { 'C2C.Function': () => 'yes' },
});
// @ts-expect-error a function for the reply gives an ErrorCode
before(z.looseObject({}), (isAllowed: boolean) => ({ Code: isAllowed ? 0 : 1 }));
// @ts-expect-error commands are made by after() or before()
liveWebhooks({ sdkAppId, handlers: {}, commands: { 'Room.X': Entered } });

// Where it mounts.
declare const webhooks: LiveWebhooks;
expectTypeOf(webhooks).toExtend<RequestHandler>();
expectTypeOf(webhooks).toExtend<RequestHandler4>();
express().use('/tencent-callback', webhooks);
express().post('/tencent-callback', webhooks);
express.Router().use(webhooks);
express4().use('/tencent-callback', webhooks);
createServer(webhooks);
createSecureServer(webhooks);
createHttp2Server(webhooks);
expectTypeOf(webhooks.commands).toEqualTypeOf<readonly string[]>();
expectTypeOf(webhooks.drain()).toEqualTypeOf<Promise<void>>();

// Outcomes can be told apart, and looked at without.
const report: LiveWebhooksOptions['onOutcome'] = (outcome) => {
  expectTypeOf(outcome).toEqualTypeOf<Outcome>();
  expectTypeOf(outcome.failure?.type).toExtend<string | undefined>();
  expectTypeOf(outcome.ack.ErrorCode).toEqualTypeOf<number>();
  if (outcome.type === 'handled') expectTypeOf(outcome.delivery).toEqualTypeOf<Delivery>();
  if (outcome.type === 'refused') expectTypeOf(outcome.rawBody).toEqualTypeOf<Buffer | undefined>();
  if (outcome.command === 'Live.CallbackBeforeSendGift') {
    expectTypeOf(outcome.event).toEqualTypeOf<GiftSending | undefined>();
  }
  if (outcome.command === 'Mic.CallbackAfterSeatInfoChanged' && outcome.type === 'handled') {
    expectTypeOf(outcome.event?.SeatList[0]?.Index).toEqualTypeOf<number | undefined>();
  }
  if (outcome.failure?.type === 'stale') expectTypeOf(outcome.failure.skewSeconds).toEqualTypeOf<number>();
};
liveWebhooks({ sdkAppId, handlers: {}, onOutcome: report });

// Names and payloads.
expectTypeOf<EventOf<'Mic.CallbackAfterSeatInfoChanged'>>().toEqualTypeOf<SeatInfoChanged>();
expectTypeOf<'Live.CallbackAfterCreateRoom'>().toExtend<CommandName>();
expectTypeOf(sampleBody('Live.CallbackBeforeSendGift')).toEqualTypeOf<GiftSending>();
// @ts-expect-error overrides are of the payload's types
sampleBody('Mic.CallbackAfterSeatInfoChanged', { RoomId: 7 });
