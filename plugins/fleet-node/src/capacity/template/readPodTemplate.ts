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

import { InputError } from '@backstage/errors';
import type { PodTemplate } from '@slipway/backstage-plugin-fleet-common';
import type { NamedResources } from '../../projection';
import type {
  Labels,
  NodeExpression,
  NodeTerm,
  PlacementTemplate,
  PlannedTerm,
  SpreadConstraint,
  Toleration,
} from '../PlacementTemplate';
import { labelSelectorOf, withLabelKeys } from './labelKeys';
import {
  podTemplateSchema,
  type NodeTermShape,
  type PodSpecShape,
  type PodTermShape,
  type PodTemplateShape,
  type SpreadShape,
} from './podTemplateSchema';
import { hostPorts, podRequests } from './workerPlacement';

const NAME_FIELD = 'metadata.name';

/**
 * Checks what placement goes by in a pod template.
 *
 * @throws InputError that names the first field that cannot be read
 */
export function checkPodTemplate(template: PodTemplate): PodTemplateShape {
  const { success, data, error } = podTemplateSchema.safeParse(template);
  if (!success) {
    const [issue] = error.issues;
    throw new InputError(
      `The pod template cannot be read at ${issue.path.join('.')}: ${
        issue.message
      }.`,
    );
  }
  return data;
}

/** What decides where the instances of a template may go in a namespace. */
export function readPodTemplate(
  { metadata, spec }: PodTemplateShape,
  namespace: string,
): PlacementTemplate {
  const labels = metadata?.labels ?? {};
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {};
  return {
    bare: false,
    namespace,
    labels,
    asked: askedOf(podRequests(spec)),
    nodeName: spec.nodeName || undefined,
    nodeSelector: spec.nodeSelector ?? {},
    nodeTerms: nodeTerms(spec),
    tolerations: (spec.tolerations ?? []).map(
      (toleration): Toleration => ({
        key: toleration.key || undefined,
        operator: toleration.operator || 'Equal',
        value: toleration.value ?? '',
        effect: toleration.effect || undefined,
      }),
    ),
    hostPorts: hostPorts(spec),
    affinity: plannedTerms(
      podAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
      labels,
    ),
    antiAffinity: plannedTerms(
      podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
      labels,
    ),
    spread: (spec.topologySpreadConstraints ?? [])
      .filter(({ whenUnsatisfiable }) => whenUnsatisfiable !== 'ScheduleAnyway')
      .map(constraint => spreadConstraint(constraint, labels)),
  };
}

function askedOf({ cpu, memory, more }: NamedResources): Map<string, number> {
  return new Map(
    [
      ...Object.entries(more ?? {}),
      ['cpu', cpu] as const,
      ['memory', memory] as const,
    ].filter(([, amount]) => amount > 0),
  );
}

function nodeTerms(spec: PodSpecShape): NodeTerm[] | undefined {
  return spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms.map(
    ({ matchExpressions, matchFields }) => {
      if (matchFields?.some(({ key }) => key !== NAME_FIELD)) {
        throw new InputError(
          `The pod template chooses nodes by a field other than ${NAME_FIELD}, which Kubernetes does not have.`,
        );
      }
      return {
        labels: expressions(matchExpressions),
        fields: expressions(matchFields),
      };
    },
  );
}

function expressions(
  shapes: NodeTermShape['matchExpressions'],
): NodeExpression[] {
  return (shapes ?? []).map(({ key, operator, values }) => ({
    key,
    operator,
    values: values ?? [],
  }));
}

function plannedTerms(
  shapes: PodTermShape[] | null | undefined,
  labels: Labels,
): PlannedTerm[] {
  return (shapes ?? []).map(shape => ({
    topologyKey: shape.topologyKey,
    ...withLabelKeys(labelSelectorOf(shape.labelSelector), labels, {
      match: shape.matchLabelKeys,
      mismatch: shape.mismatchLabelKeys,
    }),
    namespaces: shape.namespaces?.length ? shape.namespaces : undefined,
    namespaceSelector: labelSelectorOf(shape.namespaceSelector),
  }));
}

function spreadConstraint(
  shape: SpreadShape,
  labels: Labels,
): SpreadConstraint {
  const { selector, about } = withLabelKeys(
    labelSelectorOf(shape.labelSelector),
    labels,
    { match: shape.matchLabelKeys },
  );
  const isEmpty =
    Object.keys(selector?.matchLabels ?? {}).length +
      (selector?.matchExpressions ?? []).length ===
    0;
  return {
    topologyKey: shape.topologyKey,
    maxSkew: shape.maxSkew,
    minDomains: shape.minDomains ?? 1,
    // The scheduler counts no pod for an empty selector (podtopologyspread, countPodsMatchSelector).
    selector: isEmpty ? undefined : selector,
    about,
    honorsAffinity: shape.nodeAffinityPolicy !== 'Ignore',
    honorsTaints: shape.nodeTaintsPolicy === 'Honor',
  };
}
