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

import type { ProjectedLimitRange } from '../../projection';
import type { ContainerShape, PodTemplateShape } from '../template';
import { podLimits, podRequests } from '../template';
import { amountOf } from './amountOf';

/** A template as its instances would be made in a namespace. */
export interface Admitted {
  template: PodTemplateShape;
  /** Why the namespace takes no such instance, as a plain sentence without a full stop. */
  refusal?: string;
}

type Limit = ProjectedLimitRange['limits'][0];

/**
 * Gives containers the requests and limits that the namespace has for those that do not say, and holds them against what
 * one container and one pod may ask for (admission plugin `LimitRanger`, without its ratio of limits to requests).
 */
export function applyLimitRanges(
  template: PodTemplateShape,
  ranges: readonly ProjectedLimitRange[],
): Admitted {
  const limits = ranges.flatMap(range => range.limits);
  const perContainer = limits.filter(({ type }) => type === 'Container');
  const fill = (container: ContainerShape) => filled(container, perContainer);
  const { spec } = template;
  const admitted: PodTemplateShape = {
    ...template,
    spec: {
      ...spec,
      containers: spec.containers.map(fill),
      initContainers: spec.initContainers?.map(fill),
    },
  };
  return { template: admitted, refusal: refusalOf(admitted, limits) };
}

function filled(
  container: ContainerShape,
  ranges: readonly Limit[],
): ContainerShape {
  const { requests, limits } = container.resources ?? {};
  // Requests are taken from limits that the template has, before the namespace adds its own.
  let asked = { ...limits, ...requests };
  let most = { ...limits };
  for (const range of ranges) {
    asked = { ...range.requests, ...asked };
    most = { ...range.limits, ...most };
  }
  return { ...container, resources: { requests: asked, limits: most } };
}

function refusalOf(
  { spec }: PodTemplateShape,
  limits: readonly Limit[],
): string | undefined {
  for (const limit of limits) {
    const concerned =
      limit.type === 'Container'
        ? [...spec.containers, ...(spec.initContainers ?? [])].map(
            container => ({ containers: [container] }),
          )
        : [spec];
    if (limit.type === 'Container' || limit.type === 'Pod') {
      for (const part of concerned) {
        const refusal = outside(limit, podRequests(part), podLimits(part));
        if (refusal) {
          return refusal;
        }
      }
    }
  }
  return undefined;
}

function outside(
  { type, min, max }: Limit,
  requests: ReturnType<typeof podRequests>,
  limits: ReturnType<typeof podRequests>,
): string | undefined {
  const what = type.toLowerCase();
  for (const [name, least] of Object.entries(min)) {
    if (amountOf(requests, name) < least) {
      return `its namespace takes no ${what} that asks for so little ${name}`;
    }
  }
  for (const [name, most] of Object.entries(max)) {
    const limit = amountOf(limits, name);
    if (limit === 0) {
      return `its namespace takes no ${what} without a limit of ${name}`;
    }
    if (limit > most || amountOf(requests, name) > most) {
      return `its namespace takes no ${what} that asks for so much ${name}`;
    }
  }
  return undefined;
}
