import type { AnyInboxOutcome } from '../../lib/inbox/outcome';
import type * as Report from '../../lib/inbox/report';
import { loadAnew } from '../support/load-anew';

const lines: string[] = [];

/** The module in a process whose `NODE_DEBUG` names this package, or another. */
const load = (isDebugged: boolean): typeof Report => {
  const util = jest.requireActual<object>('node:util');
  const debuglog = (name: string) =>
    Object.assign((format: string, line: string) => void lines.push(`${name} ${format} ${line}`), {
      enabled: isDebugged,
    });
  jest.doMock('node:util', () => ({ ...util, debuglog }));
  const report = loadAnew(() => jest.requireActual<typeof Report>('../../lib/inbox/report'));
  jest.dontMock('node:util');
  return report;
};

const handled: AnyInboxOutcome = { type: 'handled', command: 'Room.X', attempt: 2, durationMs: 12.345 };

beforeEach(() => {
  lines.length = 0;
});

describe("the debug log of a worker's attempts", () => {
  it.each<[string, Partial<AnyInboxOutcome>, string]>([
    ['a known command', {}, 'handled "Room.X", attempt 2, in 12.3 ms'],
    [
      'a command that is not known here',
      { command: undefined, delivery: { command: 'Room.Y\n' } as NonNullable<AnyInboxOutcome['delivery']> },
      'handled "Room.Y\\u{a}", attempt 2, in 12.3 ms',
    ],
    ['what is no event', { command: undefined, type: 'failed' }, 'failed a queued event, attempt 2, in 12.3 ms'],
    [
      'a failure',
      {
        type: 'failed',
        failure: { type: 'handler-failed', message: 'It failed.', isPermanent: false, cause: 'secret' },
      },
      'failed "Room.X", attempt 2, in 12.3 ms; It failed.',
    ],
  ])('has a line about %s', (_what, change, line) => {
    load(true).createInboxReporter(undefined)({ ...handled, ...change });
    expect(lines).toEqual([`tencent-live-webhooks %s ${line}`]);
  });

  it('has no line unless NODE_DEBUG asks for it', () => {
    load(false).createInboxReporter(undefined)(handled);
    expect(lines).toEqual([]);
  });
});
