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

import {
  AuthorizeResult,
  type PermissionCriteria,
  type PermissionCondition,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { FleetClusterResource } from './clusterResource';
import { kubernetesObjectRules } from './objectRules';

const { isInCluster, isInLocation, isInClusterGroup, isInClusterWithLabel } =
  kubernetesObjectRules;
/** The rules that the cluster alone answers; what the others say depends on the object. */
const CLUSTER_RULES = new Map(
  [isInCluster, isInLocation, isInClusterGroup, isInClusterWithLabel].map(
    rule => [rule.name, rule],
  ),
);

/** What is known of a condition when only the cluster is: undefined where it depends on the object. */
type Known = boolean | undefined;

/**
 * Whether a decision on objects lets through any object of a cluster that may come. Pure.
 *
 * It is for what is shown before an object is there, such as which clusters can be chosen; each object is decided by itself.
 */
export function allowsSomethingIn(
  decision: PolicyDecision,
  cluster: FleetClusterResource,
): boolean {
  return decision.result === AuthorizeResult.CONDITIONAL
    ? evaluate(decision.conditions, cluster) !== false
    : decision.result === AuthorizeResult.ALLOW;
}

function evaluate(
  criteria: PermissionCriteria<PermissionCondition>,
  cluster: FleetClusterResource,
): Known {
  if ('allOf' in criteria) {
    return every(criteria.allOf.map(part => evaluate(part, cluster)));
  }
  if ('anyOf' in criteria) {
    const none = every(
      criteria.anyOf.map(part => negate(evaluate(part, cluster))),
    );
    return negate(none);
  }
  if ('not' in criteria) {
    return negate(evaluate(criteria.not, cluster));
  }
  const rule = CLUSTER_RULES.get(criteria.rule);
  return rule?.apply(
    { cluster, apiGroup: '', kind: '', name: '', owners: [] },
    // The permission framework checked it against the rule's schema.
    (criteria.params ?? {}) as never,
  );
}

function every(parts: Known[]): Known {
  if (parts.includes(false)) {
    return false;
  }
  return parts.includes(undefined) ? undefined : true;
}

function negate(known: Known): Known {
  return known === undefined ? undefined : !known;
}
