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
import { PrometheusClient } from './PrometheusClient';

describe('PrometheusClient', () => {
  let server: Server;
  let address: string;

  beforeEach(async () => {
    server = createServer((_, response) => response.end('<html>'));
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  it('says in words that an answer is none', async () => {
    const client = new PrometheusClient({
      url: `http://${address}`,
      token: undefined,
    });
    await expect(client.query('up')).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'Prometheus answered with something that is not JSON.',
    });
  });

  it('never tells the password of an address', async () => {
    const client = new PrometheusClient({
      url: `http://slipway:hunter2@${address}`,
      token: undefined,
    });
    const failure = await client.query('up').catch(error => error);
    expect(failure).toMatchObject({ name: 'ServiceUnavailableError' });
    expect(JSON.stringify([failure.message, failure.stack])).not.toContain(
      'hunter2',
    );
  });

  it('says in words that nobody is there', async () => {
    const client = new PrometheusClient({
      url: 'http://127.0.0.1:1',
      token: undefined,
    });
    await expect(client.query('up')).rejects.toMatchObject({
      message: 'Prometheus cannot be reached at its address.',
    });
  });
});
