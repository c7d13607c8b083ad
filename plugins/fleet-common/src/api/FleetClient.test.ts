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

import type { FleetUpdate } from '../types';
import { FleetClient } from './FleetClient';

const discoveryApi = {
  getBaseUrl: async (id: string) => `http://backend/api/${id}`,
};

function clientThatAnswers(...answers: Response[]) {
  const calls: Array<{ url: string; init: RequestInit }> = [];
  const client = new FleetClient({
    discoveryApi,
    fetchApi: {
      fetch: async (url, init) => {
        calls.push({ url: String(url), init: init! });
        return answers.shift()!;
      },
    },
  });
  return { client, calls };
}

function streamOf(...chunks: string[]): Response {
  const encoder = new TextEncoder();
  return new Response(
    new ReadableStream({
      start(controller) {
        chunks.forEach(chunk => controller.enqueue(encoder.encode(chunk)));
        controller.close();
      },
    }),
  );
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}

describe('FleetClient', () => {
  it('escapes what it puts into addresses and leaves out what is not given', async () => {
    const { client, calls } = clientThatAnswers(
      Response.json({ name: 'a/b' }),
      Response.json({ items: [], total: 0 }),
    );
    await client.getCluster('a/b', { token: 'secret' });
    await client.getInstances('component:default/x&y', {
      cluster: 'beijing',
      search: 'a b',
    });

    expect(calls.map(call => call.url)).toEqual([
      'http://backend/api/fleet/v1/clusters/a%2Fb',
      'http://backend/api/fleet/v1/app/instances?entityRef=component%3Adefault%2Fx%26y&cluster=beijing&search=a+b',
    ]);
    expect(calls[0].init.headers).toMatchObject({
      Authorization: 'Bearer secret',
    });
    expect(calls[1].init.headers).not.toHaveProperty('Authorization');
  });

  it('asks for changes by their routes', async () => {
    const answers = Array.from({ length: 5 }, () =>
      Response.json({ items: [] }),
    );
    const { client, calls } = clientThatAnswers(
      ...answers,
      new Response(null, { status: 204 }),
    );
    const clusters = { names: ['beijing'] };
    const objects = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a' }];
    await client.plan({ clusters, yaml: 'kind: A' });
    await client.deleteObjects({ clusters, objects });
    await client.waitForObjects({ clusters, objects, timeoutSeconds: 5 });
    await client.createNamespace({ clusters, name: 'a', owner: 'group:b/c' });
    expect(await client.getNamespaces({ clusters: ['beijing'] })).toEqual([]);
    await client.unregisterEntity('component:default/x&y');

    expect(
      calls.map(({ url, init }) => `${init.method} ${new URL(url).pathname}`),
    ).toEqual([
      'POST /api/fleet/v1/plan',
      'POST /api/fleet/v1/delete',
      'POST /api/fleet/v1/wait',
      'POST /api/fleet/v1/namespaces',
      'POST /api/fleet/v1/namespaces/query',
      'DELETE /api/fleet/v1/catalog-entities',
    ]);
    expect(JSON.parse(String(calls[1].init.body))).toEqual({
      clusters,
      objects,
    });
    expect(new URL(calls[5].url).searchParams.get('entityRef')).toBe(
      'component:default/x&y',
    );
  });

  it('throws what the backend answered', async () => {
    const { client } = clientThatAnswers(
      Response.json(
        {
          error: {
            name: 'NotFoundError',
            message: 'You may not see this cluster, or it does not exist.',
          },
          response: { statusCode: 404 },
        },
        { status: 404 },
      ),
    );
    await expect(client.getCluster('hidden')).rejects.toMatchObject({
      name: 'ResponseError',
      cause: { message: 'You may not see this cluster, or it does not exist.' },
    });
  });

  it('reads updates, however the connection cuts them', async () => {
    const { client, calls } = clientThatAnswers(
      streamOf(
        'data: {"type":"pi',
        'ng"}\n\nevent: x\ndata: {"type":"denied",',
        '"entityRef":"component:default/界"}\n\n',
        ': comment\n\n',
      ),
    );
    const updates: FleetUpdate[] = await collect(
      client.updates({ fleet: true }),
    );
    expect(updates).toEqual([
      { type: 'ping' },
      { type: 'denied', entityRef: 'component:default/界' },
    ]);
    expect(JSON.parse(String(calls[0].init.body))).toEqual({ fleet: true });
  });

  it('follows a log', async () => {
    const { client, calls } = clientThatAnswers(streamOf('one\n', 'two\n'));
    const text = await collect(
      client.followLogs('component:default/a', {
        cluster: 'c',
        namespace: 'n',
        pod: 'p',
        tailLines: 5,
      }),
    );
    expect(text.join('')).toBe('one\ntwo\n');
    expect(calls[0].url).toContain('follow=true');
  });
});
