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

import type { ClusterSelection, ObjectRef } from './change';

/**
 * What is waited for. The answer comes as soon as it is there, and at the latest after `timeoutSeconds`: a caller asks
 * again until `state` is no longer `waiting`, and stops asking when it has had enough.
 *
 * @public
 */
export interface WaitRequest {
  clusters: ClusterSelection;
  objects: ObjectRef[];
  /** Goes with every object that names none and whose kind has one. */
  namespace?: string;
  /** `ready` (default): it does what it is for, by kind; `deleted`: it is gone. */
  until?: 'ready' | 'deleted';
  /** In place of `until`: an entry of `status.conditions`. */
  condition?: {
    type: string;
    /** Default: `True`. */
    status?: string;
  };
  /** How long this answer may take: 0 to 30. Default: 20. */
  timeoutSeconds?: number;
}

/**
 * `failed` stays so unless something is changed, such as a Job that gave up; `unknown` is where the cluster gives no
 * answer now.
 *
 * @public
 */
export type WaitState = 'done' | 'waiting' | 'failed' | 'unknown';

/** @public */
export interface ObjectWaitState extends ObjectRef {
  state: WaitState;
  /** What it waits for or why it failed, as a plain sentence. */
  message?: string;
}

/** @public */
export interface ClusterWaitState {
  cluster: string;
  state: WaitState;
  message?: string;
  objects: ObjectWaitState[];
}

/** @public */
export interface WaitResult {
  /** `failed` when one has failed, else `waiting` or `unknown` while one is, else `done`. */
  state: WaitState;
  clusters: ClusterWaitState[];
}
