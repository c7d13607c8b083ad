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

import { Sandbox } from '@slipway/sandbox';
import { buildDataset, clusterNames, type DatasetSpec } from './dataset';

/** Clusters for a bench: API servers and etcd alone, so that nothing moves but what the bench moves. */
export class BenchClusters {
  readonly sandbox: Sandbox;

  /** @param dir - where their state is kept for the next bench; a new folder that goes with them unless told */
  static async start(clusters: number, dir?: string): Promise<BenchClusters> {
    const sandbox = await Sandbox.create({
      dir,
      clusters: clusterNames({ clusters }).map(name => ({
        name,
        location: name,
        group: 'bench',
        controllers: false,
      })),
    });
    try {
      await sandbox.up();
    } catch (error) {
      await sandbox.down();
      throw error;
    }
    return new BenchClusters(sandbox);
  }

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  /** Brings all clusters to what the spec says; what is there already stays. */
  async fill(spec: DatasetSpec): Promise<void> {
    const began = performance.now();
    await Promise.all(
      this.sandbox.clusters.map((cluster, index) =>
        buildDataset(cluster, spec, index),
      ),
    );
    const seconds = ((performance.now() - began) / 1_000).toFixed(0);
    process.stdout.write(
      `${spec.clusters} clusters of ${spec.pods} pods are ready after ${seconds} s\n`,
    );
  }

  /** Whether an earlier bench filled them. */
  async hasPods(): Promise<boolean> {
    const { body } = await this.sandbox.clusters[0].request<{
      items: object[];
    }>('GET', '/api/v1/pods?limit=1');
    return body.items.length > 0;
  }

  stop(): Promise<void> {
    return this.sandbox.down();
  }
}
