import { roomIdOf } from '../../lib/inbox/room';

it.each<[string, unknown, string | undefined]>([
  ['its RoomId', { RoomId: 'a', GroupId: 'b' }, 'a'],
  ['the room in its RoomInfo', { RoomInfo: { RoomId: 'a' } }, 'a'],
  ['the room in its EventInfo', { EventInfo: { RoomId: 'a' }, GroupId: 'b' }, 'a'],
  ['the calling room of a battle, as an object', { FromRoomInfo: { RoomId: 'a' }, ToRoomId: 'b' }, 'a'],
  ['the calling room of a battle, as an id', { FromRoomId: 'a', ToRoomId: 'b' }, 'a'],
  ['the group, which is a room of Live', { GroupId: 'a' }, 'a'],
  ['a number, in digits', { RoomId: 7 }, '7'],
  ['what follows an empty id', { RoomId: '', GroupId: 'a' }, 'a'],
  ['what follows what is no id', { RoomId: null, RoomInfo: 'a', EventInfo: null, FromRoomId: true, GroupId: 'b' }, 'b'],
  ['nothing, where there is no id', { RoomId: {}, From_Account: 'a' }, undefined],
  ['nothing, where the event is null', null, undefined],
  ['nothing, where the event is a text', 'RoomId', undefined],
])('an event is about %s', (_what, event, room) => {
  expect(roomIdOf(event)).toBe(room);
});
