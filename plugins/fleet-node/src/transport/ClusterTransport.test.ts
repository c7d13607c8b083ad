/*
 * Copyright 2026 The Slipway Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClusterCredentials } from '../clusters/ClusterCredentials';
import { ClusterTransport } from './ClusterTransport';
import { RequestCounter } from './RequestCounter';

describe('ClusterTransport', () => {
  let server: Server;
  let transport: ClusterTransport;
  let reset: jest.Mock;
  const counter = new RequestCounter();
  const seen: string[] = [];

  beforeEach(async () => {
    seen.length = 0;
    server = createServer((request, response) => {
      seen.push(
        `${request.method} ${request.url} ${request.headers.authorization}`,
      );
      switch (request.url) {
        case '/below/ok':
          response.end('{"a":1}');
          break;
        case '/below/moved':
          response
            .writeHead(302, { location: 'http://127.0.0.1:9/steal' })
            .end();
          break;
        case '/below/refused':
          response.writeHead(401).end('{"message":"who?"}');
          break;
        case '/below/rotated':
          response
            .writeHead(
              request.headers.authorization === 'Bearer new' ? 200 : 401,
            )
            .end('{"a":1}');
          break;
        case '/below/slow-body':
          response.write('{"a":');
          break;
        default:
      }
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    reset = jest.fn();
    transport = create({ getAuthorization: async () => 'Bearer t', reset });
  });

  afterEach(async () => {
    await transport.close();
    server.closeAllConnections();
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  function create(credentials: ClusterCredentials): ClusterTransport {
    const { port } = server.address() as AddressInfo;
    return ClusterTransport.create({
      details: {
        name: 'beijing',
        // As Rancher does.
        url: `http://127.0.0.1:${port}/below/`,
        authMetadata: {},
      },
      credentials,
      counter,
      timeoutMs: 5_000,
    });
  }

  const ask = (path: string, timeoutMs?: number) =>
    transport.json({ verb: 'get', doing: 'look', path, timeoutMs });

  it('asks below the address with its credential, and counts', async () => {
    const before = counter.lastHour();
    expect(await ask('/ok')).toEqual({ ok: true, value: { a: 1 } });
    expect(seen).toEqual(['GET /below/ok Bearer t']);
    expect(counter.lastHour()).toBe(before + 1);
    expect(transport.requests.get('get')).toBe(1);
    expect(Math.abs(transport.clock.now() - Date.now())).toBeLessThan(60_000);
  });

  it('follows no redirect, so that the token goes nowhere else', async () => {
    expect(await ask('/moved')).toMatchObject({
      ok: false,
      error: { kind: 'rejected', status: 302 },
    });
    expect(seen).toHaveLength(1);
  });

  it('forgets a credential that was refused', async () => {
    expect(await ask('/refused')).toMatchObject({
      error: {
        kind: 'unauthorized',
        message: "refuses Slipway's credential (HTTP 401, look)",
        body: { message: 'who?' },
      },
    });
    expect(reset).toHaveBeenCalledTimes(1);
    expect(reset).toHaveBeenCalledWith('Bearer t');
    expect(seen).toHaveLength(1);
  });

  it('goes on with a token that took the place of the refused one', async () => {
    let token = 'old';
    const rotating = create({
      getAuthorization: async () => `Bearer ${token}`,
      reset: () => {
        token = 'new';
      },
    });
    const request = { verb: 'list', doing: 'look', path: '/rotated' } as const;
    expect(await rotating.json(request)).toEqual({ ok: true, value: { a: 1 } });
    expect(seen).toEqual([
      'GET /below/rotated Bearer old',
      'GET /below/rotated Bearer new',
    ]);
    expect(rotating.requests.get('list')).toBe(2);
    await rotating.close();
  });

  it('gives up waiting for a credential', async () => {
    const hanging = create({
      getAuthorization: () => new Promise(() => {}),
      reset,
    });
    const request = { verb: 'get', doing: 'look', path: '/ok' } as const;
    expect(await hanging.json({ ...request, timeoutMs: 50 })).toMatchObject({
      error: {
        kind: 'credential',
        message: 'has no credential: none was handed out in time',
      },
    });
    const leaving = new AbortController();
    const left = hanging.json({ ...request, signal: leaving.signal });
    leaving.abort();
    expect(await left).toMatchObject({ error: { kind: 'aborted' } });
    await hanging.close();
  });

  it.each(['/never', '/slow-body'])('gives up waiting for %s', async path => {
    expect(await ask(path, 100)).toMatchObject({
      error: { kind: 'timeout' },
    });
  });

  it('makes a missing credential data, and sends nothing', async () => {
    const poor = create({
      getAuthorization: async () => {
        // A sentence of its own; the message that it ends goes on.
        throw new Error('The token file is gone.');
      },
      reset,
    });
    expect(
      await poor.json({ verb: 'get', doing: 'look', path: '/ok' }),
    ).toMatchObject({
      error: {
        kind: 'credential',
        message: 'has no credential: The token file is gone',
      },
    });
    expect(seen).toEqual([]);
    await poor.close();
  });
});

describe('RequestCounter', () => {
  it('forgets what is older than an hour', () => {
    let now = 0;
    const counter = new RequestCounter(() => now);
    counter.add(3);
    now += 1_800_000;
    counter.add();
    expect([counter.lastHour(), counter.seconds()]).toEqual([4, 1_800]);
    now += 1_860_000;
    expect([counter.lastHour(), counter.seconds()]).toEqual([1, 3_600]);
    now += 3_600_000;
    expect(counter.lastHour()).toBe(0);
  });
});
