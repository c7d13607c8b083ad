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
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  FleetClient,
  type FleetSummary,
  type RegisteredEntity,
} from '@slipway/backstage-plugin-fleet-common';

/** Reads fleet's API as the catalog itself, which may see all. */
export class FleetReader {
  readonly #auth: AuthService;
  readonly #client: FleetClient;

  static create(options: { auth: AuthService; discovery: DiscoveryService }) {
    return new FleetReader(
      options.auth,
      new FleetClient({ discoveryApi: options.discovery }),
    );
  }

  private constructor(auth: AuthService, client: FleetClient) {
    this.#auth = auth;
    this.#client = client;
  }

  async getFleet(signal?: AbortSignal): Promise<FleetSummary> {
    return this.#client.getFleet({ token: await this.#getToken(), signal });
  }

  async getRegisteredEntities(
    signal?: AbortSignal,
  ): Promise<RegisteredEntity[]> {
    const token = await this.#getToken();
    return this.#client.getRegisteredEntities({ token, signal });
  }

  async #getToken(): Promise<string> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: 'fleet',
    });
    return token;
  }
}
