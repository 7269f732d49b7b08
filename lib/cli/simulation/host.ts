import { happening } from './happening';
import { audience } from './members';
import { messages } from './people';
import type { Play } from './room';

/** Makes an administrator of somebody, or of an administrator a member again. */
export const modifyAdmin: Play = (room, chance, at) => {
  const account = chance.pick(audience(room));
  if (account === undefined) return undefined;
  const opType = room.admins.delete(account) ? 'delete' : 'add';
  if (opType === 'add') room.admins.add(account);
  return happening('Live.CallbackAfterModifyAdmin', {
    RoomId: room.roomId,
    EventTime: at,
    Operator_Account: room.host,
    Admin_Account: [account],
    opType,
  });
};

export const changeMetadata: Play = (room, chance, at) => {
  const key = `topic${chance.below(4)}`;
  const common = { Operator_Account: room.host, RoomId: room.roomId, EventTime: at };
  if (room.metadata.delete(key)) return happening('Live.CallbackAfterDelMetadata', { ...common, Keys: [key] });
  room.metadata.add(key);
  const Value = chance.pick(messages) ?? '';
  return happening('Live.CallbackAfterSetMetadata', { ...common, Metadata: [{ Key: key, Value }] });
};

export const updateInfo: Play = (room, chance, at) =>
  happening('Live.CallbackAfterUpdateRoomInfo', {
    Operator_Account: room.host,
    RoomInfo: { RoomId: room.roomId, RoomName: room.roomName, ActivityStatus: chance.below(3) },
    EventTime: at,
  });
