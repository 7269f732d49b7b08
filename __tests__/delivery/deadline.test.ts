import { jest } from '@jest/globals';
import { Deadline, Deadlines } from '../../lib/delivery/deadline';

describe('the deadlines of a mount', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const setUp = () => {
    const deadlines = new Deadlines();
    const expired: string[] = [];
    const set = (name: string, ms = 1500) => {
      const deadline = deadlines.set(ms);
      deadline.onExpiry(() => expired.push(name));
      return deadline;
    };
    return { deadlines, expired, set };
  };

  it('expire each at its own time, by one timer', () => {
    const { expired, set } = setUp();
    set('first');
    jest.advanceTimersByTime(700);
    set('second');
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(799);
    expect(expired).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(expired).toEqual(['first']);
    jest.advanceTimersByTime(699);
    expect(expired).toEqual(['first']);
    jest.advanceTimersByTime(1);
    expect(expired).toEqual(['first', 'second']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('expire in the order of their ends, whatever their lengths', () => {
    const { deadlines, expired, set } = setUp();
    set('long', 1500);
    set('short', 500);
    const cleared = set('cleared', 800);
    set('middle', 1000);
    set('of one end', 1000);
    expect(jest.getTimerCount()).toBe(1);
    deadlines.clear(cleared);
    jest.advanceTimersByTime(499);
    expect(expired).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(expired).toEqual(['short']);
    jest.advanceTimersByTime(499);
    expect(expired).toEqual(['short']);
    jest.advanceTimersByTime(1);
    expect(expired).toEqual(['short', 'middle', 'of one end']);
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(500);
    expect(expired).toEqual(['short', 'middle', 'of one end', 'long']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('count from the start that is given', () => {
    const { deadlines } = setUp();
    const start = performance.now();
    jest.advanceTimersByTime(100);
    expect(deadlines.set(1500, start).remaining).toBe(1400);
  });

  it('expire by the real clock after a test that has faked it', async () => {
    const { deadlines } = setUp();
    deadlines.clear(deadlines.set(1500));
    jest.useRealTimers();
    const expired = new Promise<void>((resolve) => deadlines.set(20).onExpiry(resolve));
    await expired;
  });

  it('set no timer for an end that is not before that of the last one', () => {
    const setting = jest.spyOn(globalThis, 'setTimeout');
    const { set } = setUp();
    for (const ms of [1500, 1500, 1600]) set('later', ms);
    expect(setting).toHaveBeenCalledTimes(1);
    set('earlier', 1400);
    expect(setting).toHaveBeenCalledTimes(2);
    setting.mockRestore();
  });

  it('do not expire once they are cleared', () => {
    const { deadlines, expired, set } = setUp();
    const early = set('early');
    jest.advanceTimersByTime(100);
    set('kept');
    deadlines.clear(early);
    const { signal } = early;
    jest.advanceTimersByTime(3000);
    expect(expired).toEqual(['kept']);
    expect(signal.aborted).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('call nothing back once they are cleared, however late they are', () => {
    const { deadlines, expired, set } = setUp();
    const deadline = set('cleared');
    deadlines.clear(deadline);
    jest.advanceTimersByTime(1500);
    expect([deadline.hasPassed(), expired]).toEqual([true, []]);
  });

  it('tell at once whoever asks after the time was up, and hand out an aborted signal', () => {
    const { expired, set } = setUp();
    const deadline = set('first');
    jest.advanceTimersByTime(1500);
    deadline.onExpiry(() => expired.push('again'));
    expect(expired).toEqual(['first', 'again']);
    expect(deadline.signal.reason).toMatchObject({ name: 'TimeoutError' });
    expect(deadline.remaining).toBe(0);
  });

  it('are over when the clock says so, also before their timer has come to it', () => {
    const expired: string[] = [];
    const deadline = new Deadline(performance.now() + 10);
    deadline.onExpiry(() => expired.push('once'));
    jest.advanceTimersByTime(9);
    expect([deadline.hasPassed(), deadline.remaining, expired]).toEqual([false, 1, []]);
    jest.advanceTimersByTime(1);
    expect([deadline.hasPassed(), deadline.remaining, expired]).toEqual([true, 0, ['once']]);
    deadline.expire();
    expect([deadline.hasPassed(), expired]).toEqual([true, ['once']]);
  });

  it('may expire without a callback, and be cleared afterwards', () => {
    const { deadlines } = setUp();
    const deadline = deadlines.set(1500);
    jest.advanceTimersByTime(1500);
    expect(jest.getTimerCount()).toBe(0);
    expect(() => deadlines.clear(deadline)).not.toThrow();
    expect(deadline.hasPassed()).toBe(true);
  });

  it('keep the process alive only while one is open', () => {
    jest.useRealTimers();
    const { deadlines, set } = setUp();
    const timeouts = () => process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length;
    const before = timeouts();
    const [first, second] = [set('first'), set('second')];
    expect(timeouts()).toBe(before + 1);
    deadlines.clear(first);
    expect(timeouts()).toBe(before + 1);
    deadlines.clear(second);
    expect(timeouts()).toBe(before);
    const third = set('third');
    expect(timeouts()).toBe(before + 1);
    deadlines.clear(third);
    expect(timeouts()).toBe(before);
  });
});
