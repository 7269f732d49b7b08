/** How far Tencent's clock may be ahead of this one. */
const toleranceMs = 5000;

/**
 * When an event counts as having happened. A time from the future is taken as the present one: otherwise it would decide
 * what a room shows until that time has come. A time before 1970 is taken as 1970.
 */
export const occurredAtOf = ({
  occurredAt,
  receivedAt,
}: {
  readonly occurredAt: Date | undefined;
  readonly receivedAt: Date;
}): Date => {
  if (occurredAt === undefined) return receivedAt;
  const isTooLate = occurredAt.getTime() > receivedAt.getTime() + toleranceMs;
  return isTooLate ? receivedAt : new Date(Math.max(0, occurredAt.getTime()));
};
