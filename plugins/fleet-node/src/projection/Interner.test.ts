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

import { runInThisContext } from 'node:vm';
import { measureFootprint } from '../__testUtils__/footprint';
import { Interner } from './Interner';
import type { ProjectedPod } from './objects';
import { Projector } from './Projector';

const PODS = 4_000;
const PAGE = 500;
/** One of three containers takes 1.0 kB, without its places in store and indexes; as it arrives it takes half as much more. */
const MOST_BYTES = 1_200;

/** As a backend of Backstage does by what it loads: objects with more first fields than V8 tells apart. */
function useUpShapes(): object[] {
  return Array.from({ length: 3_000 }, (_, index) => {
    const object: Record<string, number> = {};
    object[`first${index}`] = index;
    return object;
  });
}

describe('Interner', () => {
  const projector = Projector.create({ threads: 1 });
  afterAll(() => projector.close());

  async function readPage(page: number): Promise<ProjectedPod[]> {
    const items = Array.from({ length: PAGE }, (_, index) =>
      rawPod(page * PAGE + index),
    );
    const bytes = new Uint8Array(Buffer.from(JSON.stringify({ items })));
    return (await projector.projectPage('pods', [bytes])).items;
  }

  it('keeps pods small in a program that has used up the shapes of objects', async () => {
    // Here, and where jest leaves what arrives from other threads.
    const used = [...useUpShapes(), ...runInThisContext(`(${useUpShapes})()`)];
    const interner = new Interner();
    const kept: ProjectedPod[] = [];
    await readPage(0);
    const { heap: before } = measureFootprint();
    for (let page = 0; page < PODS / PAGE; page++) {
      const pods = await readPage(page);
      kept.push(...pods.map(pod => interner.intern('pods', pod)));
    }
    const { heap: after } = measureFootprint();
    expect((after - before) / PODS).toBeLessThan(MOST_BYTES);
    expect([used.length, kept.length]).toEqual([6_000, PODS]);
  });

  it('keeps all of a pod, and one copy of what pods have in common', async () => {
    const interner = new Interner();
    const [one, other] = await readPage(0);
    const asRead = structuredClone([one, other]);
    const [kept, next] = [one, other].map(pod => interner.intern('pods', pod));
    expect([kept, next]).toEqual(asRead);
    expect(next.containers).toBe(kept.containers);
    expect(next.labels).toBe(kept.labels);
    expect(next.owner).toBe(kept.owner);
  });
});

function rawPod(index: number) {
  const at = new Date(1_760_000_000_000 + index * 1_000).toISOString();
  const names = ['web', 'proxy', 'log-agent'];
  const ended = { exitCode: 137, reason: 'OOMKilled', finishedAt: at };
  return {
    metadata: {
      name: `web-6f5d8c9b7-${index}`,
      namespace: 'shop',
      uid: `377eb3e8-739c-4e6e-a1b0-${index.toString().padStart(12, '0')}`,
      resourceVersion: String(10_000 + index),
      labels: { app: 'web', 'pod-template-hash': '6f5d8c9b7' },
      creationTimestamp: at,
      ownerReferences: [
        { kind: 'ReplicaSet', name: 'web-6f5d8c9b7', uid: 'r1' },
      ],
    },
    spec: {
      nodeName: `node-${index % 100}`,
      containers: names.map(name => ({ name, image: `${name}:1` })),
    },
    status: {
      phase: 'Running',
      startTime: at,
      conditions: ['PodScheduled', 'Ready'].map(type => ({
        type,
        status: 'True',
        lastTransitionTime: at,
      })),
      containerStatuses: names.map((name, place) => ({
        name,
        ready: true,
        restartCount: place === 0 ? 1 : 0,
        imageID: `registry.test/${name}@sha256:${'a'.repeat(64)}`,
        state: { running: { startedAt: at } },
        lastState: place === 0 ? { terminated: ended } : {},
      })),
    },
  };
}
