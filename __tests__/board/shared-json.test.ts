import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import compression from 'compression';
import express from 'express';
import { sendShared, shareJson } from '../../example-app/src/board/shared-json';

const text = JSON.stringify({ rooms: Array.from({ length: 200 }, (_, index) => `room ${index} 直播间`) });

describe('a text for many readers', () => {
  const answer = async (encoding: string | undefined) => {
    const shared = await shareJson(text);
    const app = express().use(compression());
    app.get('/', (request, response) => sendShared(request, response, shared));
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const headers = encoding === undefined ? {} : { 'Accept-Encoding': encoding };
    const [response] = (await once(get({ host: '127.0.0.1', port, headers }), 'response')) as [IncomingMessage];
    const body = Buffer.concat(await response.toArray());
    server.close();
    server.closeAllConnections();
    return { headers: response.headers, body, shared };
  };

  it('is sent as it was compressed once, to those who take that', async () => {
    const { headers, body, shared } = await answer('gzip, deflate, br');
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: expect.stringContaining('Accept-Encoding') });
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(body).toEqual(shared.compressed);
    expect(gunzipSync(body).toString()).toBe(text);
  });

  it.each([['identity'], ['gzip;q=0']])('is sent as it is to those who take %s', async (encoding) => {
    const { headers, body } = await answer(encoding);
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers['vary']).toContain('Accept-Encoding');
    expect(body.toString()).toBe(text);
  });
});
