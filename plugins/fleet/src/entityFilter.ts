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
import {
  KUBERNETES_ID_ANNOTATION,
  KUBERNETES_LABEL_SELECTOR_ANNOTATION,
} from '@slipway/backstage-plugin-fleet-common';

const hasId = {
  [`metadata.annotations.${KUBERNETES_ID_ANNOTATION}` as const]: {
    $exists: true as const,
  },
};
const hasSelector = {
  [`metadata.annotations.${KUBERNETES_LABEL_SELECTOR_ANNOTATION}` as const]: {
    $exists: true as const,
  },
};

/** The entities that choose objects of the fleet, as a predicate that an adopter can override in the configuration. */
export const onFleetPredicate = { $any: [hasId, hasSelector] };

/**
 * Whether an entity chooses objects of the fleet.
 *
 * @public
 */
export function isOnFleet(entity: Entity): boolean {
  const annotations = entity.metadata.annotations ?? {};
  return (
    KUBERNETES_ID_ANNOTATION in annotations ||
    KUBERNETES_LABEL_SELECTOR_ANNOTATION in annotations
  );
}
