import type * as Report from '../../lib/delivery/report';
import type { AnyOutcome } from '../../lib/delivery/outcome';
import { debugLines as lines, loadWithDebugLog } from '../support/debug-log';

const load = (isDebugged: boolean): typeof Report =>
  loadWithDebugLog(isDebugged, () => jest.requireActual<typeof Report>('../../lib/delivery/report'));

const ack = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 } as const;
const handled = {
  type: 'handled',
  command: 'Room.X',
  delivery: { command: 'Room.X' },
  rawBody: Buffer.alloc(0),
  ack,
  durationMs: 12.345,
} as unknown as AnyOutcome;

beforeEach(() => {
  lines.length = 0;
});

describe('the debug log', () => {
  const lineOf = async (changes: object): Promise<string | undefined> => {
    await load(true).createReporter({ onOutcome: undefined })?.({ ...handled, ...changes });
    expect(lines).toHaveLength(1);
    return lines[0];
  };

  it('has a line for a delivery without a hook, too', async () => {
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    expect(await lineOf({})).toBe('tencent-live-webhooks %s handled "Room.X" in 12.3 ms, answered OK 0');
    expect(warning).not.toHaveBeenCalled();
    warning.mockRestore();
  });

  it('says why a delivery failed, what its store lacked, and what became of its reply', async () => {
    const line = await lineOf({
      type: 'failed',
      failure: { type: 'handler-failed', code: 500, message: 'The handler failed.' },
      ack: { ActionStatus: 'FAIL', ErrorInfo: 'x', ErrorCode: 500 },
      storeError: new Error('The store did not answer within 500 ms.'),
      replyError: new Error('The connection was closed before the reply.'),
    });
    expect(line).toBe(
      'tencent-live-webhooks %s failed "Room.X" in 12.3 ms, answered FAIL 500; handler-failed: The handler failed.; ' +
        'deduplication store: The store did not answer within 500 ms.; ' +
        'reply: The connection was closed before the reply.',
    );
  });

  it('names an unknown command by what its body calls it, on one line and cut', async () => {
    const command = `a\n\u001b]0;"\\${'b'.repeat(92)}c`;
    expect(command).toHaveLength(101);
    expect(await lineOf({ type: 'unknown', command: undefined, delivery: { command } })).toBe(
      `tencent-live-webhooks %s unknown "a\\u{a}\\u{1b}]0;\\u{22}\\u{5c}${'b'.repeat(92)}..." in 12.3 ms, answered OK 0`,
    );
    lines.length = 0;
    const shorter = 'b'.repeat(100);
    expect(await lineOf({ command: shorter })).toContain(`"${shorter}"`);
  });

  it('names none where the request did not say', async () => {
    expect(await lineOf({ type: 'refused', command: undefined, delivery: undefined })).toBe(
      'tencent-live-webhooks %s refused in 12.3 ms, answered OK 0',
    );
  });
});

describe('without the debug log', () => {
  it('nothing is written, and the hook is called', async () => {
    const onOutcome = jest.fn();
    await load(false).createReporter({ onOutcome })?.(handled);
    expect(onOutcome.mock.calls).toEqual([[handled]]);
    expect(lines).toEqual([]);
  });

  it('and without a hook there is nothing to report to', () => {
    expect(load(false).createReporter({ onOutcome: undefined })).toBeUndefined();
  });
});
