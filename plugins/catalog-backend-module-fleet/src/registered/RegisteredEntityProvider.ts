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
import { ChangedOnly, type FleetReader } from '../refresh';
import { toRegisteredEntity } from './toRegisteredEntity';

/** A refresh that hangs must not keep the next one waiting for ever. */
const TIMEOUT_MS = 40_000;

/** Registrations that come one upon the other; the rest waits for the next refresh. */
const MAX_READS = 10;

const PROVIDER_NAME = 'slipway-registered-entities';

/** Apps that were created through Slipway and whose entity no Git repository keeps. */
export class RegisteredEntityProvider implements EntityProvider {
  readonly #fleet: FleetReader;
  #target: ChangedOnly | undefined;
  /** The refresh that is under way, or the last one. */
  #running: Promise<unknown> = Promise.resolve();

  static create(options: { fleet: FleetReader }) {
    return new RegisteredEntityProvider(options.fleet);
  }

  private constructor(fleet: FleetReader) {
    this.#fleet = fleet;
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

  /**
   * Brings the catalog up to date with what is registered. One after the other: an older list that comes late would
   * take out what was registered meanwhile.
   */
  refresh(signal?: AbortSignal): Promise<void> {
    const refreshed = this.#running.then(() => this.#refresh(signal));
    this.#running = refreshed.catch(() => {});
    return refreshed;
  }

  async #refresh(signal?: AbortSignal): Promise<void> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const ended = signal ? AbortSignal.any([signal, timeout]) : timeout;
    if (!this.#target) {
      throw new Error('The catalog has not connected the provider yet');
    }
    // Another replica may have handed over a newer list between the reading and the handing over of this one, which took
    // out again what the newer had more: so what was handed over is read once more.
    for (let reads = 0; reads < MAX_READS; reads++) {
      const registered = await this.#fleet.getRegisteredEntities(ended);
      if (!(await this.#target.apply(registered.map(toRegisteredEntity)))) {
        return;
      }
    }
  }
}
