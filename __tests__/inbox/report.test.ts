import type { AnyInboxOutcome } from '../../lib/inbox/outcome';
import type * as Report from '../../lib/inbox/report';
import { debugLines as lines, loadWithDebugLog } from '../support/debug-log';

const load = (isDebugged: boolean): typeof Report =>
  loadWithDebugLog(isDebugged, () => jest.requireActual<typeof Report>('../../lib/inbox/report'));

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
