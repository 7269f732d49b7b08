import { repeatedEffects, type Line } from './ledger';

/** Each line as `effect worker-a`; all are about one event. */
const repeatedIn = (...lines: readonly `${Line['type']} ${string}`[]) => {
  const { afterKill, afterCut, notAllowed } = repeatedEffects(
    lines.map((line) => {
      const [type, by] = line.split(' ') as [Line['type'], string];
      return { type, by, account: '1', attempt: 1 };
    }),
  );
  return { afterKill: afterKill.length, afterCut: afterCut.length, notAllowed: notAllowed.length };
};

const none = { afterKill: 0, afterCut: 0, notAllowed: 0 };

describe('an effect that another one follows is', () => {
  it('excused by the first fault of its process after it', () => {
    expect(repeatedIn('effect a', 'killed a', 'effect b', 'completed b')).toEqual({ ...none, afterKill: 1 });
    expect(repeatedIn('effect a', 'cut a', 'killed a', 'effect b')).toEqual({ ...none, afterCut: 1 });
  });

  it('not allowed without a fault, or by one of another process or before it', () => {
    expect(repeatedIn('effect a', 'effect b')).toEqual({ ...none, notAllowed: 1 });
    expect(repeatedIn('effect a', 'cut b', 'killed b', 'effect b')).toEqual({ ...none, notAllowed: 1 });
    expect(repeatedIn('cut a', 'effect a', 'effect a')).toEqual({ ...none, notAllowed: 1 });
  });

  it('not allowed once its process has learned that the job is completed', () => {
    expect(repeatedIn('effect a', 'completed a', 'killed a', 'effect b')).toEqual({ ...none, notAllowed: 1 });
    expect(repeatedIn('effect a', 'effect a', 'completed a', 'completed a', 'cut a')).toEqual({
      ...none,
      notAllowed: 1,
    });
  });

  it('excused by a cut also if its own process gets the event again, and completes it then', () => {
    expect(repeatedIn('effect a', 'cut a', 'effect a', 'completed a')).toEqual({ ...none, afterCut: 1 });
  });
});
