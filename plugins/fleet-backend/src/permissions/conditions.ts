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

import { createConditionExports } from '@backstage/plugin-permission-node';
import { fleetAppResourceRef } from './appResource';
import { fleetAppRules } from './appRules';
import { fleetClusterResourceRef } from './clusterResource';
import { fleetClusterRules } from './clusterRules';
import { kubernetesObjectResourceRef } from './objectResource';
import { kubernetesObjectRules } from './objectRules';

const clusters = createConditionExports({
  resourceRef: fleetClusterResourceRef,
  rules: fleetClusterRules,
});

const apps = createConditionExports({
  resourceRef: fleetAppResourceRef,
  rules: fleetAppRules,
});

const objects = createConditionExports({
  resourceRef: kubernetesObjectResourceRef,
  rules: kubernetesObjectRules,
});

/**
 * Conditions for policies on `fleet.cluster.read`.
 *
 * @public
 */
export const fleetClusterConditions = clusters.conditions;

/**
 * Wraps conditions on clusters into what a policy returns.
 *
 * @public
 */
export const createFleetClusterConditionalDecision =
  clusters.createConditionalDecision;

/**
 * Conditions for policies on `fleet.app.read`.
 *
 * @public
 */
export const fleetAppConditions = apps.conditions;

/**
 * Wraps conditions on apps into what a policy returns.
 *
 * @public
 */
export const createFleetAppConditionalDecision = apps.createConditionalDecision;

/**
 * Conditions for policies on `slipway.kubernetes.apply`, `.delete`, `.take-over` and `.namespace.create`.
 *
 * @public
 */
export const kubernetesObjectConditions = objects.conditions;

/**
 * Wraps conditions on objects into what a policy returns.
 *
 * @public
 */
export const createKubernetesObjectConditionalDecision =
  objects.createConditionalDecision;
