/** The Redis that the tests may use; without one, what needs it is skipped, and says so. */
export const redisUrl = process.env['REDIS_URL'] ?? '';

if (redisUrl === '') console.warn('REDIS_URL is not set: what needs a real Redis is NOT tested.');

export const describeWithRedis = redisUrl === '' ? describe.skip : describe;
