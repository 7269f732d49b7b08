import type { IncomingMessage } from 'node:http';
import { mountPathOf, type WebhookRequest } from '../../lib/delivery/context';

describe('the path that the middleware is mounted at', () => {
  const at = (baseUrl: unknown) => mountPathOf({ baseUrl } as IncomingMessage & WebhookRequest);

  it.each([
    ['/hook', '/hook'],
    ['/Hook', '/hook'],
    ['/hook/', '/hook'],
    ['/a/b//', '/a/b'],
    ['/a//b', '/a//b'],
    ['/', ''],
    ['', ''],
    [undefined, ''],
    [null, ''],
    [['/hook'], ''],
  ])('%j is the path %j', (baseUrl, path) => {
    expect(at(baseUrl)).toBe(path);
  });

  it('takes no longer for slashes than for other characters', () => {
    const slashes = '/'.repeat(300_000);
    const start = performance.now();
    expect(at(`${slashes}x`)).toBe(`${slashes}x`);
    expect(at(slashes)).toBe('');
    // A pattern that tries again at each slash takes minutes.
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
