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

import type { PodTemplate } from '@slipway/backstage-plugin-fleet-common';
import {
  checkPodTemplate,
  countSlots,
  nodeCapacities,
  readPodTemplate,
  type Slots,
} from '../capacity';
import type { ProjectedNode, ProjectedPod } from '../projection';

/** The spec of a pod with one container, as Kubernetes writes it. */
export type PodSpec = Record<string, unknown>;

/** A template of instances labelled `app: web` that ask for 1 core, unless told otherwise. */
export function testTemplate(
  spec: PodSpec = {},
  labels: Record<string, string> = { app: 'web' },
): PodTemplate {
  return {
    metadata: { labels },
    spec: {
      containers: [{ name: 'web', resources: { requests: { cpu: '1' } } }],
      ...spec,
    },
  };
}

/** What {@link countSlots} says of a template in the namespace `shop`, with the slots of each node. */
export function slotsOf(
  template: PodTemplate,
  nodes: ProjectedNode[],
  pods: ProjectedPod[] = [],
): Slots {
  const podsOf = (node: string) => pods.filter(pod => pod.node === node);
  return countSlots(
    nodeCapacities(nodes, podsOf),
    readPodTemplate(checkPodTemplate(template), 'shop'),
    { podsOf, byNode: true },
  );
}
