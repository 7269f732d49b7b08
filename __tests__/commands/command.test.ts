import { eventTime } from '../../lib/commands/command';

describe('the time of an event', () => {
  it.each<[unknown, number | undefined]>([
    [{ EventTime: 1703589922780 }, 1703589922780],
    [{ EventTime: '1703589922780' }, 1703589922780],
    [{ EventTime: ['1703589922780'] }, undefined],
    [{ EventTime: 9007199254740992 }, undefined],
    // Numbers, to JavaScript, that are not of digits alone.
    [{ EventTime: '1e3' }, undefined],
    [{ EventTime: '-1' }, undefined],
    [{ EventTime: '1 ' }, undefined],
    [{}, undefined],
    [[], undefined],
    [null, undefined],
    [undefined, undefined],
    ['text', undefined],
    [7, undefined],
  ])('in %j is %j', (event, time) => {
    expect(eventTime(event)).toBe(time);
  });
});
