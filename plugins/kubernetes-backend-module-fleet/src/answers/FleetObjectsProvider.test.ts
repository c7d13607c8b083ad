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

import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { KubernetesCredential } from '@backstage/plugin-kubernetes-node';
import express from 'express';
import { heldObject } from '../__testUtils__/heldObject';
import { AnswerStreaming } from './AnswerStreaming';
import { BlockCache } from './BlockCache';
import { FleetObjectsProvider } from './FleetObjectsProvider';

const ENTITY = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'web',
    annotations: { 'backstage.io/kubernetes-namespace': 'shop' },
  },
};
const PODS = {
  objectType: 'pods' as const,
  group: '',
  apiVersion: 'v1',
  plural: 'pods',
};
const DENIED = { errorType: 'UNAUTHORIZED_ERROR', statusCode: 401 } as const;

const cluster = (name: string, more = {}) => ({
  name,
  url: `https://${name}`,
  authMetadata: { 'kubernetes.io/auth-provider': name },
  ...more,
});

/** Large enough for some chunks, and with text that is more bytes than characters. */
const pod = (index: number) => ({
  metadata: { name: `wéb-${index}`, x: 'x'.repeat(999) },
});

describe('FleetObjectsProvider', () => {
  const clusters = [
    cluster('north', { title: 'North', dashboardApp: 'rancher' }),
    cluster('throws'),
    cluster('hangs'),
    cluster('broken'),
    cluster('empty'),
    cluster('denied'),
    cluster('hidden'),
  ];
  const readObjects = jest.fn();
  const getClustersByEntity = jest.fn();
  const streaming = AnswerStreaming.create({
    blocks: BlockCache.create(),
    logger: mockServices.logger.mock(),
  });
  const provider = FleetObjectsProvider.create({
    fetcher: { readObjects },
    serviceLocator: { getClustersByEntity },
    authStrategy: {
      getCredential: ({ name }): Promise<KubernetesCredential> => {
        if (name === 'throws') {
          throw new Error('STS is away');
        }
        return name === 'hangs'
          ? new Promise(() => {})
          : Promise.resolve({ type: 'anonymous' });
      },
    },
    customResources: [{ ...PODS, objectType: 'customresources' }],
    objectTypesToFetch: [PODS],
    rules: {
      selectVisible: async (_credentials, _entity, all) =>
        all.filter(({ name }) => name !== 'hidden'),
    },
    streaming,
    timeoutMs: 50,
  });
  const credentials = mockCredentials.user();
  const failure = (name: string, message: string) => ({
    cluster: { name },
    podMetrics: [],
    resources: [],
    errors: [{ errorType: 'FETCH_ERROR', message }],
  });
  const expected = {
    items: [
      {
        cluster: { name: 'north', title: 'North', dashboardApp: 'rancher' },
        podMetrics: [{ cpu: 1 }, { cpu: 2 }],
        resources: [
          {
            type: 'pods',
            resources: Array.from({ length: 300 }, (_, index) => pod(index)),
          },
          { type: 'services', resources: [] },
        ],
        errors: [],
      },
      failure('throws', 'STS is away'),
      failure('hangs', 'No credential for hangs within 0.05 s.'),
      failure('broken', 'out of luck'),
      {
        cluster: { name: 'denied' },
        podMetrics: [],
        resources: [],
        errors: [DENIED],
      },
    ],
  };

  beforeEach(() => {
    readObjects.mockReset();
    getClustersByEntity.mockReset().mockResolvedValue({ clusters });
    readObjects.mockImplementation(async ({ clusterDetails: { name } }) => {
      if (name === 'broken') {
        throw new Error('out of luck');
      }
      return {
        podMetrics:
          name === 'north'
            ? [Buffer.from('{"cpu":1}'), Buffer.from('{"cpu":2}')]
            : [],
        errors: name === 'denied' ? [DENIED] : [],
        resources:
          name === 'north'
            ? [
                {
                  type: 'pods',
                  items: Array.from({ length: 300 }, (_, index) =>
                    heldObject(pod(index)),
                  ),
                },
                { type: 'services', items: [] },
              ]
            : [],
      };
    });
  });

  it('tells what is wrong with one cluster as that, and asks for what the entity chooses', async () => {
    expect(
      await provider.getKubernetesObjectsByEntity(
        { entity: ENTITY, auth: {} },
        { credentials },
      ),
    ).toEqual(expected);
    expect(readObjects).toHaveBeenCalledWith({
      serviceId: 'web',
      clusterDetails: clusters[0],
      credential: { type: 'anonymous' },
      labelSelector: 'backstage.io/kubernetes-id=web',
      namespace: 'shop',
      objectTypesToFetch: new Set([PODS]),
      customResources: [{ ...PODS, objectType: 'customresources' }],
    });
    expect(getClustersByEntity).toHaveBeenCalledWith(ENTITY, {
      objectTypesToFetch: new Set([PODS]),
      customResources: [],
      credentials,
    });
    const gadgets = { group: 'x', apiVersion: 'v1', plural: 'gadgets' };
    await provider.getCustomResourcesByEntity(
      {
        entity: { ...ENTITY, metadata: { name: 'web' } },
        auth: {},
        customResources: [gadgets],
      },
      { credentials },
    );
    expect(readObjects).toHaveBeenCalledWith(
      expect.objectContaining({
        namespace: undefined,
        objectTypesToFetch: new Set(),
        customResources: [{ ...gadgets, objectType: 'customresources' }],
      }),
    );
  });

  it('sends the same as texts through routes that know nothing of it, and leaves other answers alone', async () => {
    const stock = express.Router().use(express.json());
    stock.post('/query', async (_req, res) => {
      const answer = await provider.getKubernetesObjectsByEntity(
        { entity: ENTITY, auth: {} },
        { credentials },
      );
      expect(answer.items).toEqual([]);
      res.json(answer);
    });
    stock.post('/other', (req, res) => {
      res.status(418).json(req.body);
    });
    stock.get('/clusters', (_req, res) => {
      res.json({ items: clusters });
    });
    const compression = MiddlewareFactory.create({
      config: mockServices.rootConfig(),
      logger: mockServices.logger.mock(),
    }).compression();
    const server = express()
      // As Backstage's root router, which is to leave alone what is compressed.
      .use(compression)
      .use(streaming.middleware)
      .use(stock)
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const post = (path: string, body: object, accepted = 'identity') =>
      fetch(`${url}${path}`, {
        method: 'POST',
        headers: {
          'accept-encoding': accepted,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      });
    try {
      const answer = await post('/query', { entityRef: 'x'.repeat(20_000) });
      expect(answer.headers.get('content-type')).toBe(
        'application/json; charset=utf-8',
      );
      expect(answer.headers.get('content-length')).toBe(null);
      expect(await answer.json()).toEqual(expected);
      const encodings = {
        identity: null,
        'gzip, deflate, br, zstd': 'gzip',
        '*': 'gzip',
        'br, deflate': 'br',
        'gzip;q=0, *': 'br',
        'gzip;q=0.5, identity;q=0.8': null,
      };
      for (const [accepted, encoding] of Object.entries(encodings)) {
        const sent = await post('/query', {}, accepted);
        const { headers } = sent;
        expect([accepted, headers.get('content-encoding')]).toEqual([
          accepted,
          encoding,
        ]);
        expect(headers.get('vary')).toBe('Accept-Encoding');
        expect(await sent.json()).toEqual(expected);
      }
      const other = await post('/other', { error: 'teapot' });
      expect(other.status).toBe(418);
      expect(await other.json()).toEqual({ error: 'teapot' });
      const list = await fetch(`${url}/clusters`);
      expect(await list.json()).toEqual({ items: clusters });
    } finally {
      server.close();
    }
  });
});
