import type { Ack, DeliveryResult } from './outcome';

const plain: Ack = Object.freeze({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
const plainText = JSON.stringify(plain);

/** The acknowledgement of each result. A request that was never authenticated has no fallback, so it is never allowed. */
export const acknowledge = ({ outcome, reply }: DeliveryResult): Ack => {
  switch (outcome.type) {
    case 'handled':
      return reply ? { ...plain, ...reply, ActionStatus: 'OK' } : plain;
    case 'queued':
    case 'duplicate':
    case 'ignored':
    case 'unknown':
      return plain;
    case 'refused':
    case 'failed': {
      const { failure, fallback } = outcome;
      if (fallback === 'allow') return plain;
      return { ActionStatus: 'FAIL', ErrorInfo: failure.message, ErrorCode: fallback === 'deny' ? 1 : failure.code };
    }
  }
};

/** The reply's body. A string, which Node sends in one piece with the headers. */
// Stryker disable next-line ConditionalExpression: serializing once only saves time.
export const serializeAck = (ack: Ack): string => (ack === plain ? plainText : JSON.stringify(ack));
