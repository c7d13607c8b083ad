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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { FleetChange } from './FleetService';

type Listener = (change: FleetChange) => void;

/** Who wants to hear of changes. One that fails does not keep the others from hearing. */
export class ChangeListeners {
  readonly #logger: LoggerService;
  readonly #listeners = new Set<Listener>();

  constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  /** @returns how to stop */
  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#listeners.clear();
  }

  emit(change: FleetChange): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        this.#logger.error(
          'A listener of fleet changes failed',
          error as Error,
        );
      }
    }
  }
}
