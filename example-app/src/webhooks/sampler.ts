/** Takes a few of many. */
export interface Sampler {
  /** Whether this one is among the first of its kind in this minute. */
  take(kind: string): boolean;
}

/** `kinds` are few and fixed: failure types. */
export const createSampler = (perMinute: number, now: () => number = Date.now): Sampler => {
  let minute = Number.NaN;
  const taken = new Map<string, number>();
  return {
    take: (kind) => {
      const current = Math.floor(now() / 60_000);
      if (current !== minute) taken.clear();
      minute = current;
      const count = (taken.get(kind) ?? 0) + 1;
      taken.set(kind, count);
      return count <= perMinute;
    },
  };
};
