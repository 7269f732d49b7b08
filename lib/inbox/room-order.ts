/** Runs a task, at once or after others. */
export type Schedule = <Result>(roomId: string | undefined, task: () => Promise<Result>) => Promise<Result>;

export const atOnce: Schedule = (_roomId, task) => task();

/**
 * Creates a schedule that runs the tasks of one room one after the other, in the order in which they came.
 *
 * @param tails by room, the end of its last task, which never rejects; a room without a task is not in it
 */
export const createRoomOrder =
  (tails = new Map<string, Promise<void>>()): Schedule =>
  (roomId, task) => {
    if (roomId === undefined) return task();
    const result = (tails.get(roomId) ?? Promise.resolve()).then(task);
    const forget = (): void => {
      if (tails.get(roomId) === tail) tails.delete(roomId);
    };
    const tail = result.then(forget, forget);
    tails.set(roomId, tail);
    return result;
  };
