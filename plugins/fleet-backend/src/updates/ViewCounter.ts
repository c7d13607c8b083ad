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
} from '@backstage/backend-plugin-api';
import type { FleetService } from '@slipway/backstage-plugin-fleet-node';

/**
 * A page opens its stream anew when something more is opened on it: that is no new view. The stock plugin would poll
 * several times in this time, so what is saved is told rather too low.
 */
const SAME_VIEW_MS = 60_000;

/** Counts how often people look at apps, for the account of requests saved. */
export class ViewCounter {
  readonly #auth: AuthService;
  readonly #fleet: FleetService;
  readonly #seen = new Map<string, number>();

  static create(options: { auth: AuthService; fleet: FleetService }) {
    return new ViewCounter(options.auth, options.fleet);
  }

  private constructor(auth: AuthService, fleet: FleetService) {
    this.#auth = auth;
    this.#fleet = fleet;
  }

  /** @param clusters - how many clusters the person may see */
  count(
    credentials: BackstageCredentials,
    entityRefs: string[],
    clusters: number,
  ): void {
    if (!this.#auth.isPrincipal(credentials, 'user')) {
      return;
    }
    const now = Date.now();
    for (const [key, at] of this.#seen) {
      if (now - at >= SAME_VIEW_MS) {
        this.#seen.delete(key);
      }
    }
    for (const entityRef of new Set(entityRefs)) {
      const key = `${credentials.principal.userEntityRef} ${entityRef}`;
      if (!this.#seen.has(key)) {
        this.#seen.set(key, now);
        this.#fleet.countView(clusters);
      }
    }
  }
}
