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

import { createServer, Server } from 'node:net';
import { findFreePort, isPortFree } from './freePort';

async function listen(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>(resolve => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

describe('findFreePort', () => {
  it('hands out ports that are free, and each only once', async () => {
    const ports = await Promise.all(Array.from({ length: 30 }, findFreePort));
    expect(new Set(ports).size).toBe(30);
    for (const port of ports) {
      expect(await isPortFree(port)).toBe(true);
      // below what the system gives to clients
      expect(port).toBeLessThan(32_768);
    }
  });

  it('sees that somebody listens', async () => {
    const port = await findFreePort();
    const server = await listen(port);
    expect(await isPortFree(port)).toBe(false);
    await new Promise(resolve => {
      server.close(resolve);
    });
    expect(await isPortFree(port)).toBe(true);
  });
});
