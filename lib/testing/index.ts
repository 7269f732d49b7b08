export { sampleBody } from './sample-body';
export { signedRequest, type SignedRequest, type SignedRequestOptions } from './signed-request';
export { spoils, type Spoil } from './spoil';
