// The stages of a delivery, each by itself. Only this file of the benchmark imports internals of the package.
import { isDeepStrictEqual } from 'node:util';
import { catalogue } from '../dist/commands/index.js';
import { acknowledge, serializeAck } from '../dist/delivery/ack.js';
import { readEnvelope } from '../dist/delivery/envelope.js';
import { parseBody } from '../dist/delivery/json.js';
import { createSignatureVerifier } from '../dist/delivery/signature.js';
import { samples } from '../dist/testing/samples.js';
import { bigIdSeats, bodyBytes, memberEvent } from './requests.mjs';

// Tencent's page 64412 prints this example.
const token = 'xxxxyyyy';
const time = '1669872112';
const signature = '17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061';
const otherSignature = signature.replace('1', '2');
const url = `/?SdkAppid=1400000001&CallbackCommand=Live.CallbackAfterMemberStateChanged&contenttype=json&ClientIP=127.0.0.1&OptPlatform=Web&Sign=${signature}&RequestTime=${time}`;

const verifySignature = createSignatureVerifier([token]);

/** A list of members of about 64 KiB. */
const members = (length, accountOf) =>
  `{"MemberList":[${Array.from({ length }, (_, index) => `{"Member_Account":${accountOf(index)}}`).join()}]}`;
const shortIds = members(1985, (index) => `"user-${1000 + index}"`);
const bigIds = members(1725, (index) => `144115233775${720001 + index}`);

const isRight = (result) => result._tag === 'Right';
const parsing = (text) => {
  const bytes = Buffer.from(text);
  return [() => parseBody(bytes), (parsed) => isDeepStrictEqual(parsed.right, JSON.parse(quoted(text)))];
};
const quoted = (text) => text.replaceAll(/:(\d{18})/g, ':"$1"');

/** By the name of each stage: what runs it, and the check that it did its work. */
export const stages = {
  envelope: [() => readEnvelope({ method: 'POST', url }), isRight],
  'signature, in a second seen before': [() => verifySignature(time, signature), (fits) => fits],
  'signature, in a new second': [() => createSignatureVerifier([token])(time, signature), (fits) => fits],
  'signature, wrong': [() => verifySignature(time, otherSignature), (fits) => !fits],
  [`JSON.parse, for comparison, ${bodyBytes} bytes`]: [
    () => JSON.parse(memberEvent),
    (body) => body.MemberList.length === 8,
  ],
  [`JSON, ${bodyBytes} bytes`]: parsing(memberEvent),
  'JSON, 16 seats, 18-digit ids': parsing(bigIdSeats),
  'JSON.parse, for comparison, 64 KiB': [() => JSON.parse(shortIds), (body) => body.MemberList.length === 1985],
  'JSON, 64 KiB, short ids': parsing(shortIds),
  'JSON, 64 KiB, 18-digit ids': parsing(bigIds),
  ...Object.fromEntries(
    Object.entries(catalogue).map(([name, { codec }]) => {
      const body = parseBody(Buffer.from(samples[name])).right;
      return [`decode ${name}`, [() => codec.decode(body), isRight]];
    }),
  ),
  'acknowledgement, plain': [
    () => serializeAck(acknowledge({ outcome: { type: 'handled' } })),
    (text) => text === '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}',
  ],
  'acknowledgement, of a refusal': [
    () =>
      serializeAck(
        acknowledge({ outcome: { type: 'refused', failure: { code: 403, message: 'another application' } } }),
      ),
    (text) => text === '{"ActionStatus":"FAIL","ErrorInfo":"another application","ErrorCode":403}',
  ],
};
