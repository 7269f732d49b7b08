import { isObject } from '../assert';

/** Members that hold an object with the room's id, as in `Live.CallbackAfterCreateRoom` or a battle's calling room. */
const holders = ['RoomInfo', 'EventInfo', 'FromRoomInfo'];

/** The room that an event is about, in whole digits; `undefined` where it is about none. Of a battle, the calling room. */
export const roomIdOf = (event: unknown): string | undefined => {
  if (!isObject(event)) return undefined;
  const held = holders.map((name) => event[name]).filter(isObject);
  const ids = [event['RoomId'], ...held.map((holder) => holder['RoomId']), event['FromRoomId'], event['GroupId']];
  // A command without a codec may carry its id as a number; one that a number cannot hold is a string by now.
  return ids
    .map((id) => (typeof id === 'number' ? String(id) : id))
    .find((id): id is string => typeof id === 'string' && id !== '');
};
