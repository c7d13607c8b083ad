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

import type { WatchConfig } from '../config';
import type {
  KindName,
  ProjectedObject,
  Projection,
  WatchedKind,
} from '../projection';
import type { ClusterTransport, TransportError } from '../transport';
import type { OrderedTarget } from './EventOrder';
import type { ListGate } from './ListGate';
import type { ListProgress, StagedList } from './ListPager';
import type { ReflectorStatus } from './ReflectorStatus';

/** Where a reflector puts what it reads. */
export interface ReflectorTarget<K extends KindName> extends OrderedTarget<K> {
  /**
   * Begins a new copy; what is there stays until it is committed.
   *
   * @param options.afresh nothing of the copy before is taken over, though versions be equal
   */
  stage(options?: { afresh: boolean }): StagedList<K>;
  /** The object that changed last. */
  newest(): ProjectedObject | undefined;
}

/** Says whether there is memory for a kind. */
export interface Room {
  /** @returns why a list that came this far is not to go on */
  refuses(progress: ListProgress): TransportError | undefined;
}

/** Running totals since the start. */
export interface ReflectorFigures {
  /** Lists that were read to their end. */
  lists: number;
  /** Watches that were opened. */
  watches: number;
  /** Lists and watches that failed, a refusal included. */
  failures: number;
}

export interface ReflectorOptions<K extends KindName> {
  kind: WatchedKind & { name: K };
  transport: ClusterTransport;
  projector: Projection;
  gate: ListGate;
  config: WatchConfig;
  target: ReflectorTarget<K>;
  room?: Room;
  onStatus(status: ReflectorStatus, before: ReflectorStatus): void;
  /** Milliseconds by a clock that is never set. */
  now?: () => number;
  random?: () => number;
}
