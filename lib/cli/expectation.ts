import { catalogue } from '../commands';
import type { FailureType } from '../delivery/failure';
import type { Ack } from '../delivery/outcome';
import { tamperings, type Tampering } from '../testing';

/** Failures of requests that are authentic: where the user's action waits, the fallback may let it happen. */
const ofTheBody: readonly FailureType[] = ['unsupported-encoding', 'body-too-large', 'bad-json', 'bad-payload'];

const waitsForVerdict = (command: string): boolean =>
  Object.entries(catalogue).some(([name, { kind }]) => name === command && kind === 'before');

/** Why a server that does its work would not have answered this, a sentence each. */
export const objectionsTo = (ack: Ack, command: string, tamper: Tampering | undefined): readonly string[] => {
  if (tamper === undefined) {
    return ack.ActionStatus === 'FAIL'
      ? [`The server did not handle the request: ErrorCode ${ack.ErrorCode}${ack.ErrorInfo && `, ${ack.ErrorInfo}`}`]
      : [];
  }
  const isRefused = ack.ActionStatus === 'FAIL' || ack.ErrorCode !== 0;
  const mayBeAllowed = waitsForVerdict(command) && ofTheBody.includes(tamperings[tamper]);
  return isRefused || mayBeAllowed
    ? []
    : [`The server accepted a request that it should refuse as ${tamperings[tamper]}.`];
};
