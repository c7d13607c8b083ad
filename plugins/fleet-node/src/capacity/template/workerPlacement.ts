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

import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { HostPort, NamedResources } from '../../projection';
import type { PodSpecShape } from './podTemplateSchema';

/**
 * What the parsing threads make of a pod's spec. A template must be read as the pods that come of it, so that both are
 * read by the same code; it stands in `worker/`, which the build does not bundle.
 */
interface WorkerPlacement {
  podRequests(spec: PodSpecShape): NamedResources;
  hostPorts(spec: PodSpecShape): HostPort[];
}

function load(file: string): unknown {
  return require(resolvePackagePath(
    '@slipway/backstage-plugin-fleet-node',
    'worker',
    file,
  ));
}

export const { podRequests } = load('podRequests.js') as WorkerPlacement;
export const { hostPorts } = load('podPlacement.js') as WorkerPlacement;
