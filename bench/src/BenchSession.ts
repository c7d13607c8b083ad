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

import { setTimeout as sleep } from 'node:timers/promises';
import { ApiServers } from './apiServers/ApiServers';
import {
  BenchBackend,
  type BackendFlavour,
  type BackendMemory,
} from './backend';
import { BenchClusters } from './BenchClusters';
import type { DatasetSpec } from './dataset';
import { LoadGenerator } from './load';
import { Arena } from './measure';

const SETTLE_MS = 5_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** All processes of a bench: clusters, backends and viewers. None is left when it is closed. */
export class BenchSession {
  readonly clusters: BenchClusters;
  readonly #running: Array<{ stop(): Promise<void> }> = [];
  /** Clusters outlive who started them. */
  readonly #onSignal = () => {
    this.close().finally(() => process.exit(1));
  };

  /** @param dir - where the clusters are kept for the next bench; they go with the session unless told */
  static async start(clusters: number, dir?: string): Promise<BenchSession> {
    return new BenchSession(await BenchClusters.start(clusters, dir));
  }

  private constructor(clusters: BenchClusters) {
    this.clusters = clusters;
    SIGNALS.forEach(signal => process.once(signal, this.#onSignal));
  }

  /** A backend that is ready: with all apps, and all clusters live. */
  async backend(
    flavour: BackendFlavour,
    spec: DatasetSpec,
  ): Promise<BenchBackend> {
    const { sandbox } = this.clusters;
    const backend = await BenchBackend.start({ sandbox, spec, flavour });
    this.#running.push(backend);
    await backend.ready();
    return backend;
  }

  /** What a backend takes when it is ready and nobody looks. */
  async memoryOf(
    flavour: BackendFlavour,
    spec: DatasetSpec,
  ): Promise<BackendMemory> {
    const backend = await this.backend(flavour, spec);
    try {
      // Lists end, and what they held is let go.
      await sleep(SETTLE_MS);
      return await backend.ask('memory');
    } finally {
      await backend.stop();
    }
  }

  async load(): Promise<LoadGenerator> {
    const load = await LoadGenerator.start();
    this.#running.push(load);
    return load;
  }

  /** Where arms are run; `frozen` names a cluster that answers nothing. */
  arena(load: LoadGenerator, frozen?: string): Arena {
    const servers = ApiServers.of(this.clusters.sandbox);
    this.#running.push({ stop: () => servers.close() });
    return new Arena({ servers, load, frozen });
  }

  async close(): Promise<void> {
    SIGNALS.forEach(signal => process.off(signal, this.#onSignal));
    await Promise.all(this.#running.map(one => one.stop()));
    await this.clusters.stop();
  }
}
