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

import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  KUBERNETES_CLUSTER_ANNOTATION,
  KUBERNETES_ID_ANNOTATION,
  KUBERNETES_LABEL_SELECTOR_ANNOTATION,
  KUBERNETES_NAMESPACE_ANNOTATION,
} from '@slipway/backstage-plugin-fleet-common';
import type { AppSelector, LabelRequirement } from './AppSelector';
import {
  isClusterName,
  isDnsLabel,
  isLabelValue,
  parseNames,
  quote,
} from './names';
import { parseLabelSelector } from './parseLabelSelector';

const MAX_NAMESPACES = 50;
const MAX_CLUSTERS = 200;

/**
 * Reads the stock Kubernetes annotations of an entity. They are untrusted input: whoever may edit the entity's file
 * writes them.
 *
 * A label selector takes the place of the id, as in the stock plugin. Namespace and cluster only narrow the choice, so
 * an entity with neither id nor selector has no app on the fleet.
 *
 * @returns undefined when the entity chooses nothing
 * @throws InputError with a sentence for the entity's owner when a value is malformed, or would choose everything
 * @public
 */
export function parseAppSelector(entity: Entity): AppSelector | undefined {
  const id = annotation(entity, KUBERNETES_ID_ANNOTATION);
  const labelText = annotation(entity, KUBERNETES_LABEL_SELECTOR_ANNOTATION);
  if (!id && !labelText) {
    return undefined;
  }
  const namespaces = parseNames(
    annotation(entity, KUBERNETES_NAMESPACE_ANNOTATION) ?? '',
    {
      what: KUBERNETES_NAMESPACE_ANNOTATION,
      max: MAX_NAMESPACES,
      isValid: isDnsLabel,
    },
  );
  const clusters = parseNames(
    annotation(entity, KUBERNETES_CLUSTER_ANNOTATION) ?? '',
    {
      what: KUBERNETES_CLUSTER_ANNOTATION,
      max: MAX_CLUSTERS,
      isValid: isClusterName,
    },
  );
  if (labelText) {
    const labels = parseLabelSelector(labelText);
    checkChoosesSomething(labels, namespaces);
    const description = `${KUBERNETES_LABEL_SELECTOR_ANNOTATION}: ${labelText}`;
    return { labels, namespaces, clusters, description };
  }
  if (!isLabelValue(id!)) {
    throw new InputError(
      `${KUBERNETES_ID_ANNOTATION} is ${quote(id!)}, which cannot be a label.`,
    );
  }
  const description = `${KUBERNETES_ID_ANNOTATION}: ${id}`;
  return { kubernetesId: id, namespaces, clusters, description };
}

function annotation(entity: Entity, key: string): string | undefined {
  const value: unknown = entity.metadata.annotations?.[key];
  if (value === undefined) {
    return undefined;
  }
  if (typeof value !== 'string') {
    throw new InputError(`${key} must be text.`);
  }
  return value.trim() || undefined;
}

/** Only negative requirements would choose nearly every object of the fleet: a slip, or an attempt to look around. */
function checkChoosesSomething(
  labels: LabelRequirement[],
  namespaces: string[],
): void {
  const positive = labels.some(
    ({ operator }) => operator === 'in' || operator === 'exists',
  );
  if (!positive && namespaces.length === 0) {
    throw new InputError(
      `${KUBERNETES_LABEL_SELECTOR_ANNOTATION} only excludes objects. Name a label that the app's objects carry, or its namespace with ${KUBERNETES_NAMESPACE_ANNOTATION}.`,
    );
  }
}
