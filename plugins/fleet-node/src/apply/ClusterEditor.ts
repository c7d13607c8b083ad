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
  KubernetesObject,
  ObjectRef,
} from '@slipway/backstage-plugin-fleet-common';
import type { ClusterTransport } from '../transport';
import { ApiDiscovery } from './ApiDiscovery';
import { Applier } from './Applier';
import type {
  ApplyOptions,
  DeleteOptions,
  DeleteTarget,
  ObjectOptions,
} from './ClusterChanges';
import { Deleter } from './Deleter';
import { ObjectReader } from './ObjectReader';

/** Reads and changes objects of one cluster, past the cache. */
export class ClusterEditor {
  readonly #applier: Applier;
  readonly #deleter: Deleter;
  readonly #reader: ObjectReader;

  constructor(connection: { cluster: string; transport: ClusterTransport }) {
    const discovery = new ApiDiscovery(connection);
    const reader = new ObjectReader({ ...connection, discovery });
    this.#reader = reader;
    this.#deleter = new Deleter({ ...connection, discovery });
    this.#applier = new Applier({ ...connection, discovery, reader });
  }

  apply(manifests: readonly KubernetesObject[], options: ApplyOptions) {
    return this.#applier.apply(manifests, options);
  }

  delete(targets: readonly DeleteTarget[], options: DeleteOptions) {
    return this.#deleter.delete(targets, options);
  }

  read(refs: readonly ObjectRef[], options: ObjectOptions) {
    return this.#reader.readAll(refs, options);
  }

  readNamespaces(options: ObjectOptions) {
    return this.#reader.readNamespaces(options);
  }
}
