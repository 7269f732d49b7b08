// Bodies that might cost more than their size, each as large as is asked for.
import { failure, plainAck } from './reply.mjs';

const members =
  '"CallbackCommand":"Live.CallbackAfterMemberStateChanged","EventTime":1703589922780,"EventType":"Online","EventCause":"Enter"';
const noMembers = `${members},"RoomId":"room","MemberList":[]`;
const seats = '"CallbackCommand":"Mic.CallbackAfterSeatInfoChanged","EventTime":1703589922780';

/** `before`, as many of `item` as there is room for, and `after`; white space makes up the size. */
const filled =
  (before, item, after, separator = '') =>
  (size) => {
    const room = size - before.length - after.length;
    const count = Math.floor((room + separator.length) / (item.length + separator.length));
    return `${before}${Array.from({ length: count }, () => item).join(separator)}${after}`.padEnd(size);
  };

const membersCalled = (id) =>
  filled(`{${members},"RoomId":"room","MemberList":[`, `{"Member_Account":${id}}`, ']}', ',');

const seatsIn = (roomId) => {
  const seat =
    '{"Index":1,"Member_Account":144115233775727695,"IsTakenDisabled":false,"IsVideoDisabled":false,"IsAudioDisabled":false}';
  return filled(`{${seats},"SeatList":[`, seat, `],"RoomId":${roomId}}`, ',');
};

const nestedArrays = (size) => {
  const depth = Math.floor((size - noMembers.length - '{,"A":}'.length) / 2);
  return `{${noMembers},"A":${'['.repeat(depth)}${']'.repeat(depth)}}`.padEnd(size);
};

const keyAt = (index) => `,"key-${1_000_000 + index}":1`;
const differentKeys = (size) => {
  const count = Math.floor((size - noMembers.length - '{}'.length) / keyAt(0).length);
  return `{${noMembers}${Array.from({ length: count }, (_, index) => keyAt(index)).join('')}}`.padEnd(size);
};

/** Each kind: how it is made, and the reply. */
export const bodies = {
  'members, short ids': [membersCalled('"viewer-1001"'), plainAck],
  'members, small integers': [membersCalled('1001'), plainAck],
  'members, 18-digit ids': [membersCalled('144115233775727695'), plainAck],
  'seats, 18-digit ids': [seatsIn('"room"'), plainAck],
  'keys, all different': [differentKeys, plainAck],
  'nested arrays': [nestedArrays, plainAck],
  'one integer': [filled(`{${members},"MemberList":[],"RoomId":`, '7', '}'), plainAck],
  'one fraction': [filled(`{${noMembers},"A":0.`, '7', '}'), plainAck],
  'integers of 16 digits, all exact': [filled(`{${noMembers},"A":[`, '1234567890123456', ']}', ','), plainAck],
  'an 18-digit id and white space': [filled(`{${noMembers},"A":[144115233775727695`, ' ', ']}'), plainAck],
  'an 18-digit id and backslashes': [filled(`{${noMembers},"A":144115233775727695,"B":"`, '\\\\', '"}'), plainAck],
  'members, all wrong': [membersCalled('null'), failure(422)],
  'seats, 18-digit ids, a wrong room': [seatsIn('null'), failure(422)],
  '18-digit ids, cut off': [filled(`{${members},"A":[`, '144115233775727695,', ''), failure(400)],
  'quotes, cut off': [filled(`{${noMembers},"A":144115233775727695,"B":[`, '"', ''), failure(400)],
};
