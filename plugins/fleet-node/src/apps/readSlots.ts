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
  ClusterSlots,
  InstanceSize,
  SlotsQuery,
} from '@slipway/backstage-plugin-fleet-common';
import {
  applyLimitRanges,
  checkPodTemplate,
  countSlots,
  quotaRoom,
  readPodTemplate,
  sizeTemplate,
  type QuotaRoom,
} from '../capacity';
import type { ClusterMonitor } from '../clusters/ClusterMonitor';
import { hasCapacities, readCapacities } from './readCapacities';

/** Where instances run of which nobody says it. */
const DEFAULT_NAMESPACE = 'default';

/**
 * How many more instances a cluster takes, from memory.
 *
 * @throws InputError when the template cannot be read
 */
export function readSlots(
  monitor: ClusterMonitor,
  input: InstanceSize | SlotsQuery,
): ClusterSlots {
  if (!hasCapacities(monitor)) {
    return {
      cluster: monitor.name,
      slots: 0,
      reason: 'what its nodes hold is not known yet',
    };
  }
  const { pods } = monitor.cache.stores;
  const podsOf = (node: string) => pods.by('node', node);
  const capacities = readCapacities(monitor);
  if (!('template' in input)) {
    return {
      cluster: monitor.name,
      ...countSlots(capacities, sizeTemplate(input), { podsOf }),
    };
  }
  const namespace = input.namespace ?? DEFAULT_NAMESPACE;
  const { limitranges, resourcequotas } = monitor.cache.stores;
  const { template, refusal } = applyLimitRanges(
    checkPodTemplate(input.template),
    [...limitranges.by('namespace', namespace)],
  );
  const counted = countSlots(capacities, readPodTemplate(template, namespace), {
    podsOf,
    byNode: input.byNode,
  });
  const quota: QuotaRoom = refusal
    ? { instances: 0, reason: refusal }
    : quotaRoom(template, [...resourcequotas.by('namespace', namespace)]);
  return {
    cluster: monitor.name,
    ...counted,
    ...(quota.instances < counted.slots && {
      slots: quota.instances,
      reason: quota.reason,
      atLeast: undefined,
      estimated: undefined,
    }),
  };
}
