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

/** What differs between the clusters that were offered before and those that are now. */
export interface ClusterDifferences {
  /** To be left, by name: gone, or to be connected to anew. */
  left: string[];
  joined: ClusterDetails[];
}

/**
 * The clusters that come from elsewhere than the configuration, by name. Those of the configuration go first: whoever
 * offers one of the same name must not take its place.
 */
export class OfferedClusters {
  readonly #configured: ReadonlySet<string>;
  readonly #known = new Map<string, string>();

  constructor(configured: Iterable<string>) {
    this.#configured = new Set(configured);
  }

  /** Takes a whole new list, and says what it changes. Of two with one name the first counts. */
  replace(clusters: ClusterDetails[]): ClusterDifferences {
    const offered = new Map<string, ClusterDetails>();
    for (const details of clusters) {
      if (!this.#configured.has(details.name) && !offered.has(details.name)) {
        offered.set(details.name, details);
      }
    }
    const left = [...this.#known]
      .filter(([name, known]) => known !== connectionOf(offered.get(name)))
      .map(([name]) => name);
    left.forEach(name => this.#known.delete(name));
    const joined = [...offered.values()].filter(
      ({ name }) => !this.#known.has(name),
    );
    for (const details of joined) {
      this.#known.set(details.name, connectionOf(details) ?? '');
    }
    return { left, joined };
  }
}

/** All by which a connection to the cluster is made, as a text to compare. */
function connectionOf(details: ClusterDetails | undefined) {
  return (
    details &&
    JSON.stringify([
      details.title,
      details.url,
      details.authMetadata,
      details.skipTLSVerify ?? false,
      details.caData,
      details.caFile,
    ])
  );
}
