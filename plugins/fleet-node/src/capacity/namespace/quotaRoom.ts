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

import type { ProjectedQuota } from '../../projection';
import { isWithin } from '../NodeCapacity';
import { podLimits, podRequests, type PodTemplateShape } from '../template';
import { amountOf } from './amountOf';

/** How many more instances the quotas of a namespace allow. */
export interface QuotaRoom {
  /** Infinity where no quota says anything of them. */
  instances: number;
  /** Which quota allows the fewest, as a plain sentence without a full stop. */
  reason?: string;
}

/** Every container must say these where a quota bounds them (quota evaluator `PodValidateConstraintsFunc`). */
const MUST_BE_SAID: ReadonlyMap<
  string,
  [of: 'requests' | 'limits', name: string]
> = new Map([
  ['cpu', ['requests', 'cpu']],
  ['memory', ['requests', 'memory']],
  ['requests.cpu', ['requests', 'cpu']],
  ['requests.memory', ['requests', 'memory']],
  ['limits.cpu', ['limits', 'cpu']],
  ['limits.memory', ['limits', 'memory']],
]);
const COUNTS_PODS: ReadonlySet<string> = new Set(['pods', 'count/pods']);

/** How many more instances of a template the quotas of its namespace allow. */
export function quotaRoom(
  template: PodTemplateShape,
  quotas: readonly ProjectedQuota[],
): QuotaRoom {
  let room: QuotaRoom = { instances: Infinity };
  for (const quota of quotas.filter(({ scopes }) =>
    scopes.every(scope => isInScope(template, scope)),
  )) {
    for (const [name, hard] of Object.entries(quota.hard)) {
      const unsaid = isUnsaid(template, name);
      const asked = askedOf(template, name);
      const instances = unsaid
        ? 0
        : fits(hard - (quota.used[name] ?? 0), asked);
      if (instances < room.instances) {
        const which = `the quota ${quota.name} of its namespace`;
        room = {
          instances,
          reason: unsaid
            ? `${which} takes only containers that say their ${name}`
            : `${which} leaves ${name} for ${instances}`,
        };
      }
    }
  }
  return room;
}

function fits(free: number, asked: number): number {
  if (asked <= 0) {
    return Infinity;
  }
  const count = Math.max(0, Math.floor(free / asked + 1e-9));
  return count > 0 && !isWithin(free, asked, count) ? count - 1 : count;
}

function isUnsaid({ spec }: PodTemplateShape, name: string): boolean {
  const must = MUST_BE_SAID.get(name);
  if (!must || spec.resources?.[must[0]]?.[must[1]] !== undefined) {
    return false;
  }
  const [of, resource] = must;
  return [...spec.containers, ...(spec.initContainers ?? [])].some(
    ({ resources }) =>
      resources?.[of]?.[resource] === undefined &&
      // A limit is a request where nothing else is said.
      (of === 'limits' || resources?.limits?.[resource] === undefined),
  );
}

function askedOf({ spec }: PodTemplateShape, name: string): number {
  if (COUNTS_PODS.has(name)) {
    return 1;
  }
  if (name.startsWith('limits.')) {
    return amountOf(podLimits(spec), name.slice('limits.'.length));
  }
  return amountOf(podRequests(spec), name.replace(/^requests\./, ''));
}

/** Whether a scope of a quota holds for the instances; one that is not known is taken to. */
function isInScope(
  { spec }: PodTemplateShape,
  { name, operator, values }: ProjectedQuota['scopes'][0],
): boolean {
  const asks = [...spec.containers, ...(spec.initContainers ?? [])].some(
    ({ resources }) =>
      Object.keys({ ...resources?.requests, ...resources?.limits }).length > 0,
  );
  const priority = spec.priorityClassName || undefined;
  switch (name) {
    case 'BestEffort':
      return !asks;
    case 'NotBestEffort':
      return asks;
    case 'Terminating':
      return Boolean(spec.activeDeadlineSeconds);
    case 'NotTerminating':
      return !spec.activeDeadlineSeconds;
    case 'PriorityClass':
      switch (operator) {
        case 'In':
          return priority !== undefined && values.includes(priority);
        case 'NotIn':
          return priority === undefined || !values.includes(priority);
        case 'DoesNotExist':
          return priority === undefined;
        default:
          return priority !== undefined;
      }
    default:
      return true;
  }
}
