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

import type { NamedResources } from '../../projection';
import type { ContainerShape, PodSpecShape } from './podTemplateSchema';
import { podRequests as requestsOf } from './workerPlacement';

/** What of a pod's spec amounts go by. */
type Amounting = Pick<PodSpecShape, 'containers'> & Partial<PodSpecShape>;

/** What a pod asks for. */
export function podRequests(spec: Amounting): NamedResources {
  return requestsOf(spec as PodSpecShape);
}

/** What a pod may take at most, summed up as requests are. */
export function podLimits(spec: Amounting): NamedResources {
  const limited = (container: ContainerShape) => ({
    ...container,
    resources: { requests: container.resources?.limits },
  });
  return podRequests({
    ...spec,
    resources: { requests: spec.resources?.limits },
    containers: spec.containers.map(limited),
    initContainers: spec.initContainers?.map(limited),
  });
}
