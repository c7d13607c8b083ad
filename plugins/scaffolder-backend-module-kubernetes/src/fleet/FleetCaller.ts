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
import { ResponseError } from '@backstage/errors';
import {
  FleetClient,
  type ApplyRequest,
  type ApplyResult,
  type CreateNamespaceRequest,
  type DeleteRequest,
  type DeleteResult,
  type FleetRequestOptions,
  type WaitRequest,
  type WaitResult,
} from '@slipway/backstage-plugin-fleet-common';

/** What of an action's context says on whose behalf, and until when. */
export interface Initiator {
  getInitiatorCredentials(): Promise<BackstageCredentials>;
  signal?: AbortSignal;
}

/**
 * Calls fleet on behalf of whoever started the task, so that fleet decides what they may do.
 *
 * Every method throws what fleet said, as an error with fleet's name and sentence; ResponseError where it said nothing.
 */
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

  apply(initiator: Initiator, request: ApplyRequest): Promise<ApplyResult> {
    return this.#call(initiator, options =>
      this.#client.apply(request, options),
    );
  }

  delete(initiator: Initiator, request: DeleteRequest): Promise<DeleteResult> {
    return this.#call(initiator, options =>
      this.#client.deleteObjects(request, options),
    );
  }

  wait(initiator: Initiator, request: WaitRequest): Promise<WaitResult> {
    return this.#call(initiator, options =>
      this.#client.waitForObjects(request, options),
    );
  }

  createNamespace(
    initiator: Initiator,
    request: CreateNamespaceRequest,
  ): Promise<ApplyResult> {
    return this.#call(initiator, options =>
      this.#client.createNamespace(request, options),
    );
  }

  registerEntity(
    initiator: Initiator,
    entity: Record<string, unknown>,
  ): Promise<{ entityRef: string }> {
    return this.#call(initiator, options =>
      this.#client.registerEntity(entity, options),
    );
  }

  unregisterEntity(initiator: Initiator, entityRef: string): Promise<void> {
    return this.#call(initiator, options =>
      this.#client.unregisterEntity(entityRef, options),
    );
  }

  async #call<T>(
    { getInitiatorCredentials, signal }: Initiator,
    call: (options: FleetRequestOptions) => Promise<T>,
  ): Promise<T> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await getInitiatorCredentials(),
      targetPluginId: 'fleet',
    });
    try {
      return await call({ token, signal });
    } catch (error) {
      // A response error says only "Request failed with 400 Bad Request"; the sentence is inside.
      throw error instanceof ResponseError && error.cause.message
        ? error.cause
        : error;
    }
  }
}
