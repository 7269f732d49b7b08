/**
 * Builds bodies and requests for the tests of your handlers.
 *
 * @module tencent-live-webhooks/testing
 */

export { recorded, type RecordedHeader, type RecordedReply, type RecordedRequest } from './recorded';
export { sampleBody } from './sample-body';
export { signedRequest, type SignedRequest, type SignedRequestOptions } from './signed-request';
export { tamperings, type Tampering } from './tamper';
