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

import { ConfigReader } from '@backstage/config';
import { WELL_KNOWN_POOL_LABELS } from '../capacity';
import { readFleetConfig } from './readFleetConfig';

function read(fleet?: object) {
  return readFleetConfig(new ConfigReader(fleet ? { slipway: { fleet } } : {}));
}

describe('readFleetConfig', () => {
  it('has defaults for all', () => {
    expect(read()).toEqual({
      clusters: new Map(),
      prometheus: undefined,
      gpu: { idleThreshold: 0.05, idleMs: 1_800_000 },
      capacity: { poolLabels: WELL_KNOWN_POOL_LABELS },
      objects: {
        enabled: undefined,
        kinds: undefined,
        maxBytes: 512 * 2 ** 20,
      },
      maxBytes: 2 ** 30,
      watch: {
        pageSize: 500,
        timeoutSeconds: 300,
        inactivityMs: 90_000,
        maxBackoffMs: 30_000,
        requestTimeoutMs: 15_000,
        workers: undefined,
      },
    });
  });

  it('goes by a label for node pools before the well-known ones', () => {
    const { capacity } = read({ capacity: { nodePoolLabel: 'acme.io/pool' } });
    expect(capacity.poolLabels).toEqual([
      'acme.io/pool',
      ...WELL_KNOWN_POOL_LABELS,
    ]);
    expect(() => read({ capacity: { nodePoolLabel: 'no label' } })).toThrow(
      'slipway.fleet.capacity.nodePoolLabel must be the name of a Kubernetes label.',
    );
  });

  it('reads clusters, whose names may hold dots, and Prometheus', () => {
    const config = read({
      clusters: {
        'k8s.beijing.example': {
          location: 'beijing',
          group: 'online',
          labels: { tier: 'gold' },
          authorization: 'subject-access-review',
          owner: 'group:default/platform',
        },
      },
      metrics: { prometheus: { url: 'http://prometheus:9090/', token: 't' } },
    });
    expect(config.clusters.get('k8s.beijing.example')).toEqual({
      location: 'beijing',
      group: 'online',
      title: undefined,
      tokenFile: undefined,
      owner: 'group:default/platform',
      labels: { tier: 'gold' },
      authorization: 'subject-access-review',
    });
    expect(config.prometheus).toEqual({
      url: 'http://prometheus:9090',
      clusterLabel: 'cluster',
      token: 't',
      refreshMs: 15_000,
      queries: { requests: undefined, cpu: undefined, memory: undefined },
    });
  });

  it.each([
    [{ clusters: { a: 'x' } }, /slipway.fleet.clusters.a must be an object/],
    [{ clusters: { a: { location: 3 } } }, /clusters.a.location must be text/],
    [{ clusters: { a: { authorization: 'none' } } }, /authorization must be/],
    [{ clusters: { a: { labels: { b: 1 } } } }, /labels.b must be text/],
    [{ metrics: { prometheus: { url: 'file:///x' } } }, /http or https/],
    [
      {
        metrics: { prometheus: { url: 'http://x', clusterLabel: 'a) or up' } },
      },
      /name of a Prometheus label/,
    ],
    [{ watch: { pageSize: 0 } }, /pageSize must be a number above 0/],
    [{ maxMemory: '1 GB' }, /fleet.maxMemory must be .* for example 1Gi/],
    [{ objects: { maxMemory: '1000' } }, /maxMemory must be a number with/],
    [{ objects: { kinds: ['secrets'] } }, /objects.kinds has secrets/],
    [{ gpu: { idleMinutes: -1 } }, /idleMinutes must be a number above 0/],
  ])('refuses %j', (fleet, message) => {
    expect(() => read(fleet)).toThrow(message);
  });
});
