const commands = new Set(['Live.CallbackAfterMemberStateChanged', 'Live.CallbackAfterDestroyRoom']);

/** What a careful user checks by hand, without this package. Gives what is wrong with a request, or nothing. */
export const problemOf = ({ query, body: { CallbackCommand, RoomId, MemberList, EventTime } }) => {
  if (query.SdkAppid !== '1400000001') return 'another application';
  if (!commands.has(CallbackCommand)) return 'unknown command';
  if (typeof RoomId !== 'string') return 'RoomId';
  if (!Array.isArray(MemberList)) return 'MemberList';
  return typeof EventTime === 'number' ? undefined : 'EventTime';
};

export const refuse = (res, problem) => res.json({ ActionStatus: 'FAIL', ErrorInfo: problem, ErrorCode: 1 });
