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

import { ClusterSpec } from './ClusterSpec';

/**
 * The same cluster with another number of simulated nodes. The largest pool without GPUs grows and shrinks; the other
 * pools stay.
 *
 * @throws Error when the other pools alone have more nodes
 */
export function withNodeCount(spec: ClusterSpec, count: number): ClusterSpec {
  const pools = spec.pools ?? [];
  const elastic = pools
    .filter(pool => !pool.gpu)
    .reduce((a, b) => (b.count > a.count ? b : a));
  const others = pools
    .filter(pool => pool !== elastic)
    .reduce((sum, pool) => sum + pool.count, 0);
  if (count < others) {
    throw new Error(
      `${spec.name} has ${others} nodes beside those that can be taken away; ${count} are fewer`,
    );
  }
  return {
    ...spec,
    pools: pools.map(pool =>
      pool === elastic ? { ...pool, count: count - others } : pool,
    ),
  };
}
