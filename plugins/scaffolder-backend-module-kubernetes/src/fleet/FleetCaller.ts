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
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  FleetClient,
  type ApplyRequest,
  type ApplyResult,
} from '@slipway/backstage-plugin-fleet-common';

/** Calls fleet on behalf of whoever started the task, so that fleet decides what they may do. */
export class FleetCaller {
  readonly #auth: AuthService;
  readonly #client: FleetClient;

  static create(options: { auth: AuthService; discovery: DiscoveryService }) {
    return new FleetCaller(
      options.auth,
      new FleetClient({ discoveryApi: options.discovery }),
    );
  }

  private constructor(auth: AuthService, client: FleetClient) {
    this.#auth = auth;
    this.#client = client;
  }

  /** @throws ResponseError */
  async apply(
    initiator: BackstageCredentials,
    request: ApplyRequest,
    signal?: AbortSignal,
  ): Promise<ApplyResult> {
    const token = await this.#getToken(initiator);
    return this.#client.apply(request, { token, signal });
  }

  /** @throws ResponseError */
  async registerEntity(
    initiator: BackstageCredentials,
    entity: Record<string, unknown>,
    signal?: AbortSignal,
  ): Promise<{ entityRef: string }> {
    const token = await this.#getToken(initiator);
    return this.#client.registerEntity(entity, { token, signal });
  }

  async #getToken(initiator: BackstageCredentials): Promise<string> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: initiator,
      targetPluginId: 'fleet',
    });
    return token;
  }
}
