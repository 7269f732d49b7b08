/** The Redis that the tests may use. Without one, what needs it is skipped, and `.ci/closing-line.js` says so. */
export const redisUrl = process.env['REDIS_URL'] ?? '';

export const describeWithRedis = redisUrl === '' ? describe.skip : describe;
