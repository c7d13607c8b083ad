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

import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from '@slipway/sandbox';
import type { FleetService } from '../service/FleetService';

/** Kinds of which real clusters have objects without anybody making them, and those that tests make. */
const KINDS = [
  { group: '', apiVersion: 'v1', plural: 'pods' },
  { group: '', apiVersion: 'v1', plural: 'configmaps' },
  { group: '', apiVersion: 'v1', plural: 'services' },
  { group: 'apps', apiVersion: 'v1', plural: 'deployments' },
  { group: 'apps', apiVersion: 'v1', plural: 'replicasets' },
];
const PATIENCE_MS = 120_000;
const LOOK_AGAIN_MS = 200;

interface Listed {
  metadata: { namespace: string; name: string; managedFields?: unknown };
}

/**
 * Waits for something to come true, in a time that is generous.
 *
 * @throws an error that names what did not come true
 */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found) {
      return found;
    }
    if (performance.now() > end) {
      throw new Error(`It never came true: ${what}`);
    }
    await delay(LOOK_AGAIN_MS);
  }
}

/**
 * Waits until what the fleet holds of a cluster is what a fresh list of the cluster says, object by object.
 *
 * @throws an error that names the kind which stays different
 */
export async function becomesEqual(
  fleet: FleetService,
  cluster: Cluster,
): Promise<void> {
  for (const kind of KINDS) {
    await eventually(
      `${kind.plural} of ${cluster.name} are those of the cluster`,
      async () => {
        const listed = await freshList(cluster, kind);
        const held = fleet.getObjects(cluster.name, kind);
        return (
          held &&
          textOf(held.items.map(item => parse(item.text()))) === textOf(listed)
        );
      },
    );
  }
}

async function freshList(
  cluster: Cluster,
  { group, apiVersion, plural }: (typeof KINDS)[number],
): Promise<Listed[]> {
  const root = group ? `/apis/${group}` : '/api';
  const { status, body } = await cluster.request<{ items: Listed[] }>(
    'GET',
    `${root}/${apiVersion}/${plural}`,
  );
  if (status !== 200) {
    throw new Error(`${cluster.name} answered ${status}`);
  }
  return body.items;
}

function parse(text: Buffer): Listed {
  return JSON.parse(text.toString('utf8'));
}

/** Whole objects with all they carry, resourceVersion included, in one order. */
function textOf(objects: Listed[]): string {
  return objects
    .map(object => {
      const { managedFields, ...metadata } = object.metadata;
      return JSON.stringify([
        `${metadata.namespace}/${metadata.name}`,
        { ...object, metadata },
      ]);
    })
    .sort()
    .join('\n');
}
