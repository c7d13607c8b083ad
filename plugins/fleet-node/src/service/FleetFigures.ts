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

/**
 * What watching one kind of a cluster came to since the backend's start.
 *
 * @public
 */
export interface KindFigures {
  /** Such as `Pod`. */
  kind: string;
  /** Objects in the cache now. */
  objects: number;
  /** What they take of `slipway.fleet.maxMemory`, in bytes. */
  bytes: number;
  /** Lists that were read to their end; each after the first is a relist. */
  lists: number;
  /** Watches that were opened; each after the first of a list is a restart. */
  watches: number;
  /** Lists and watches that failed, a refusal included. */
  failures: number;
}

/**
 * Running totals of one cluster since the backend's start, for metrics.
 *
 * @public
 */
export interface ClusterFigures {
  cluster: string;
  /** Requests sent to its API server, by Kubernetes' verb: `list`, `watch`, `get`, `create`, `patch`, `delete`. */
  requests: Record<string, number>;
  kinds: KindFigures[];
}
