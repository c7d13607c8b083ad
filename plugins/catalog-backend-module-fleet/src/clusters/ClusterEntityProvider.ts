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

import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { ClusterDetails } from '@slipway/backstage-plugin-fleet-common';
import { ChangedOnly, type FleetReader } from '../refresh';
import { toClusterEntity } from './toClusterEntity';

const PROVIDER_NAME = 'slipway-clusters';

/** Clusters of the fleet as Resource entities, related to the apps on them. */
export class ClusterEntityProvider implements EntityProvider {
  readonly #fleet: FleetReader;
  readonly #owners: Map<string, string>;
  readonly #knownApps = new Map<string, string[]>();
  #target: ChangedOnly | undefined;

  static create(options: {
    fleet: FleetReader;
    /** Entity refs by cluster name. */
    owners: Map<string, string>;
  }) {
    return new ClusterEntityProvider(options.fleet, options.owners);
  }

  private constructor(fleet: FleetReader, owners: Map<string, string>) {
    this.#fleet = fleet;
    this.#owners = owners;
  }

  getProviderName(): string {
    return PROVIDER_NAME;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#target = ChangedOnly.create({
      connection,
      locationKey: PROVIDER_NAME,
    });
  }

  /** Brings the catalog up to date with the fleet. */
  async refresh(signal?: AbortSignal): Promise<void> {
    if (!this.#target) {
      throw new Error('The catalog has not connected the provider yet');
    }
    const { clusters } = await this.#fleet.getFleet(signal);
    await this.#target.apply(
      clusters.map(cluster =>
        toClusterEntity(
          { ...cluster, apps: this.#appsOf(cluster) },
          this.#owners.get(cluster.name),
        ),
      ),
    );
  }

  /** While a cluster is not live, an app that is not seen there may still be there. */
  #appsOf({ name, apps, freshness }: ClusterDetails): string[] {
    const known =
      freshness.state === 'live'
        ? apps
        : [...new Set([...(this.#knownApps.get(name) ?? []), ...apps])];
    this.#knownApps.set(name, known);
    return known;
  }
}
