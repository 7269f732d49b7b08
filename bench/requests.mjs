import { signedRequest } from '../dist/testing/index.js';

/** A POST as it goes over the wire. */
export const wire = (target, headers, body) => {
  const fields = Object.entries({ Host: 'localhost', ...headers, 'Content-Length': Buffer.byteLength(body) });
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`POST ${target} HTTP/1.1\r\n${head}\r\n${body}`);
};

/** Tencent's request for a body, signed now if there is a token. `details` are those of `signedRequest`. */
export const webhook = (text, details) => {
  const [, command] = /"CallbackCommand":"([^"]+)"/.exec(text);
  const { query, headers, body } = signedRequest({ sdkAppId: 1400000001, command, body: text, ...details });
  return wire(`/tencent-callback${query}`, headers, body);
};

export const token = 'the token of the benchmark';

export const memberEvent = JSON.stringify({
  CallbackCommand: 'Live.CallbackAfterMemberStateChanged',
  RoomId: 'the room of the benchmark',
  EventType: 'Online',
  EventCause: 'Enter',
  MemberList: Array.from({ length: 8 }, (_, index) => ({ Member_Account: `viewer-${1001 + index}` })),
  EventTime: 1703589922780,
});

export const bodyBytes = memberEvent.length;

const seatsEvent = (accountOf, roomId) =>
  JSON.stringify({
    CallbackCommand: 'Mic.CallbackAfterSeatInfoChanged',
    RoomId: roomId,
    SeatList: Array.from({ length: 16 }, (_, index) => ({
      Index: index,
      Member_Account: accountOf(index),
      IsTakenDisabled: false,
      IsVideoDisabled: false,
      IsAudioDisabled: false,
    })),
    EventTime: 1703589922780,
  });

/** 18 digits, which no double holds, as a bare integer. */
export const bigIdSeats = seatsEvent((index) => `1441152337757276${50 + index}`, 'room').replaceAll(
  /"(\d{18})"/g,
  '$1',
);
/** As long as the other. */
const shortIdSeats = seatsEvent((index) => `user-${10 + index}`, 'room'.padEnd(4 + 16 * 9, '-'));

export const unsigned = () => webhook(memberEvent);
export const signed = () => webhook(memberEvent, { token });
/** Each connection's in a second of its own. */
export const signedApart = (number) => webhook(memberEvent, { token, now: Date.now() - number * 1000 });
export const signedBigIdSeats = () => webhook(bigIdSeats, { token });
export const signedShortIdSeats = () => webhook(shortIdSeats, { token });
