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
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { UpdateSubscription } from '@slipway/backstage-plugin-fleet-common';
import type { FleetService } from '@slipway/backstage-plugin-fleet-node';
import type { Response } from 'express';
import type { AppAccess } from '../apps';
import type { FleetAuthorizer } from '../permissions';
import type { FleetViews } from '../views';
import { ViewCounter } from './ViewCounter';
import { EventStream } from './EventStream';
import {
  DEFAULT_INTERVALS,
  UpdateSession,
  type UpdateIntervals,
} from './UpdateSession';

export interface UpdateServiceOptions {
  auth: AuthService;
  access: AppAccess;
  authorizer: FleetAuthorizer;
  fleet: FleetService;
  intervals?: UpdateIntervals;
  logger: LoggerService;
  views: FleetViews;
}

/** Holds the open update streams of this replica. */
export class UpdateService {
  readonly #options: UpdateServiceOptions;
  readonly #shutdown = new AbortController();
  readonly #viewCounter: ViewCounter;
  #open = 0;

  static create(options: UpdateServiceOptions) {
    return new UpdateService(options);
  }

  private constructor(options: UpdateServiceOptions) {
    this.#options = options;
    this.#viewCounter = ViewCounter.create(options);
  }

  /** How many streams are open. */
  get open(): number {
    return this.#open;
  }

  /** Ends all streams, so that the server can stop; their readers connect again, elsewhere. */
  close(): void {
    this.#shutdown.abort();
  }

  /** Answers with updates until the reader goes away, the backend stops, or the viewer's token runs out. */
  async serve(
    response: Response,
    credentials: BackstageCredentials,
    subscription: UpdateSubscription,
  ): Promise<void> {
    const { logger, views, authorizer } = this.#options;
    const viewer = await authorizer.getViewer(credentials);
    this.#viewCounter.count(
      credentials,
      subscription.apps ?? [],
      views.getReadableNames(viewer).length,
    );
    const stream = EventStream.open(response);
    this.#open += 1;
    try {
      await UpdateSession.create({
        ...this.#options,
        intervals: this.#options.intervals ?? DEFAULT_INTERVALS,
        credentials,
        stream,
        subscription,
      }).run(this.#shutdown.signal);
    } catch (error) {
      logger.info('An update stream ended early', { reason: String(error) });
    } finally {
      this.#open -= 1;
      stream.end();
    }
  }
}
