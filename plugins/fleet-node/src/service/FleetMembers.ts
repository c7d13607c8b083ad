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

import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { NotFoundError, toError } from '@backstage/errors';
import { checkCluster } from '../clusters/checkCluster';
import type { ClusterMonitor } from '../clusters/ClusterMonitor';
import { OfferedClusters } from '../clusters/OfferedClusters';
import type { AppSelector } from '../selector';
import {
  createFleetMember,
  type FleetCommons,
  type FleetMember,
} from './FleetMember';

/** The clusters of a fleet: those of the configuration, and those that others offer. */
export class FleetMembers {
  readonly #commons: FleetCommons;
  readonly #members = new Map<string, FleetMember>();
  readonly #offered: OfferedClusters;

  /**
   * @param configured not yet started: see {@link FleetMembers.monitors}
   * @throws an error when a cluster's CA cannot be read
   */
  constructor(commons: FleetCommons, configured: ClusterDetails[]) {
    this.#commons = commons;
    configured.forEach(details => this.#add(details));
    this.#offered = new OfferedClusters(this.#members.keys());
    this.#warnOfUnknown();
  }

  monitors(): ClusterMonitor[] {
    return [...this.#members.values()].map(({ monitor }) => monitor);
  }

  find(name: string): FleetMember | undefined {
    return this.#members.get(name);
  }

  /** @throws NotFoundError */
  get(name: string): FleetMember {
    const member = this.#members.get(name);
    if (!member) {
      throw new NotFoundError(`The fleet has no cluster ${name}.`);
    }
    return member;
  }

  /** @throws NotFoundError also for a cluster that the selector leaves out */
  chosen(selector: AppSelector, name: string): FleetMember {
    if (!isChosen(selector, name)) {
      throw new NotFoundError(`This app does not name cluster ${name}.`);
    }
    return this.get(name);
  }

  /** The one of this name, where there is one and the selector does not leave it out. */
  findChosen(selector: AppSelector, name: string): FleetMember | undefined {
    return isChosen(selector, name) ? this.#members.get(name) : undefined;
  }

  /** Starts to watch what is new, and leaves what is no longer offered. */
  offer(clusters: ClusterDetails[]): void {
    const { left, joined } = this.#offered.replace(clusters);
    left.forEach(name => this.#leave(name));
    joined.forEach(details => this.#join(details));
  }

  async close(): Promise<void> {
    await Promise.all(this.monitors().map(monitor => monitor.close()));
  }

  #add(details: ClusterDetails): FleetMember {
    const member = createFleetMember(details, this.#commons);
    this.#members.set(details.name, member);
    return member;
  }

  #join(details: ClusterDetails): void {
    try {
      checkCluster(details, 'A cluster locator');
      this.#add(details).monitor.start();
    } catch (error) {
      const { message } = toError(error);
      this.#commons.logger.warn(
        `A cluster that was offered to the fleet is left out: ${message}`,
      );
    }
  }

  #leave(name: string): void {
    const member = this.#members.get(name);
    if (member) {
      this.#members.delete(name);
      // It ends with the requests that are under way; nobody waits for them.
      member.monitor.close().catch(() => {});
    }
    this.#commons.onChange({
      cluster: name,
      clusterChanged: true,
      statusesChanged: true,
      affects: () => true,
    });
  }

  #warnOfUnknown(): void {
    const { config, logger } = this.#commons;
    for (const name of config.clusters.keys()) {
      if (!this.#members.has(name)) {
        logger.warn(
          `slipway.fleet.clusters names ${name}, which kubernetes.clusterLocatorMethods does not have`,
        );
      }
    }
  }
}

function isChosen(selector: AppSelector, cluster: string): boolean {
  return selector.clusters.length === 0 || selector.clusters.includes(cluster);
}
