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

import type { LabelSelector } from '../../projection';
import type { AboutPods, Labels } from '../PlacementTemplate';
import type { LabelSelectorShape } from './podTemplateSchema';

/** Labels that controllers write into pods, and templates do not have: each revision gets a value of its own. */
const OF_REVISION: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'rollouts-pod-template-hash',
  'controller-revision-hash',
]);

export interface KeyedSelector {
  selector?: LabelSelector;
  about: AboutPods;
}

/** A selector without the undefined and null that JSON and schema leave. */
export function labelSelectorOf(
  shape: LabelSelectorShape | null | undefined,
): LabelSelector | undefined {
  return shape
    ? {
        matchLabels: shape.matchLabels ?? {},
        matchExpressions: (shape.matchExpressions ?? []).map(
          ({ key, operator, values }) => ({
            key,
            operator,
            values: values ?? [],
          }),
        ),
      }
    : undefined;
}

/**
 * Adds to a selector that pods must (`matchLabelKeys`) or must not (`mismatchLabelKeys`) have the values of the new
 * instances' own labels, as the API server does when it makes the pod. A key that the instances do not have is left
 * out; one that only a controller writes stands for their revision, which no running pod has.
 */
export function withLabelKeys(
  selector: LabelSelector | undefined,
  labels: Labels,
  keys: { match?: string[] | null; mismatch?: string[] | null },
): KeyedSelector {
  const match = keys.match ?? [];
  const mismatch = keys.mismatch ?? [];
  const isOfRevision = (key: string) =>
    OF_REVISION.has(key) && !Object.hasOwn(labels, key);
  const expressions = [
    ...match.map(key => ({ key, operator: 'In' })),
    ...mismatch.map(key => ({ key, operator: 'NotIn' })),
  ].filter(({ key }) => Object.hasOwn(labels, key));
  let about: AboutPods = 'all';
  if (mismatch.some(isOfRevision)) {
    about = 'running';
  }
  if (match.some(isOfRevision)) {
    about = 'new';
  }
  return {
    about,
    selector: selector && {
      ...selector,
      matchExpressions: [
        ...(selector.matchExpressions ?? []),
        ...expressions.map(expression => ({
          ...expression,
          values: [labels[expression.key]],
        })),
      ],
    },
  };
}
