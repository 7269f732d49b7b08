import { isObject } from '../assert';

/** The room that an event is about, in whole digits; `undefined` where it is about none. Of a battle, the calling room. */
export const roomIdOf = (event: unknown): string | undefined => {
  if (!isObject(event)) return undefined;
  const held = (name: string): string | undefined => {
    const holder = event[name];
    return isObject(holder) ? idOf(holder['RoomId']) : undefined;
  };
  return (
    idOf(event['RoomId']) ??
    held('RoomInfo') ??
    held('EventInfo') ??
    held('FromRoomInfo') ??
    idOf(event['FromRoomId']) ??
    idOf(event['GroupId'])
  );
};

/** A command without a codec may carry its id as a number; one that a number cannot hold is a string by now. */
const idOf = (id: unknown): string | undefined => {
  const text = typeof id === 'number' ? String(id) : id;
  return typeof text === 'string' && text !== '' ? text : undefined;
};
