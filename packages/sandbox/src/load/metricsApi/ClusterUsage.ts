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

import { InstanceUse } from '../instanceModel';
import { SimulatedPod } from '../SimulatedPod';

/** A node that is ready. */
export interface SimulatedNode {
  name: string;
  labels: Record<string, string>;
}

/** What one instance uses at one moment. */
export interface PodUse {
  pod: SimulatedPod;
  use: Pick<InstanceUse, 'cpu' | 'memory'>;
}

/** What the instances of one cluster use at one moment. */
export interface ClusterUsage {
  at: Date;
  /** Over how much time the use was played, in seconds. */
  windowSeconds: number;
  pods: PodUse[];
  nodes: SimulatedNode[];
}
