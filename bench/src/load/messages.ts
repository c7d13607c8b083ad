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

/** How a viewer looks: as the stock frontend at each poll, or as Slipway's. */
export type ViewKind = 'stock' | 'slipway';

/** What a load generator is to do. */
export interface LoadOrder {
  url: string;
  view: ViewKind;
  entityRef: string;
  /** One a viewer. */
  tokens: string[];
  /** Between the beginnings of two looks of one viewer; a look that takes longer puts the next off. */
  intervalMs: number;
  /** After one interval, in which each viewer comes and looks for the first time. */
  durationMs: number;
}

/** One look at an app. */
export interface Look {
  milliseconds: number;
  /** As sent, which is compressed. */
  wireBytes: number;
  failed?: boolean;
  /** The viewer's first one: later ones find done what this one asked for. */
  first?: boolean;
}

/** How long readers took to hear of a change. */
export interface ChangeOrder {
  url: string;
  entityRef: string;
  tokens: string[];
}
