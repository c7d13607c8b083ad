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
  ClusterDetails,
  ClusterSlots,
} from '@slipway/backstage-plugin-fleet-common';
import { formatAge, formatQuantity } from '../../format';
import type { NamedSize } from './instanceSize';

/** Another size of the template, and how often it would fit. */
export interface Alternative {
  name: string;
  slots: number;
}

/** Why a cluster cannot be chosen. */
export interface Obstacle {
  kind: 'not-live' | 'read-only' | 'no-slots';
  message: string;
}

/** @returns why an app of this size cannot be created in a cluster; undefined where it can */
export function findObstacle(
  cluster: ClusterDetails,
  chosen: NamedSize,
  slots: ClusterSlots | undefined,
  alternatives: Alternative[],
  now: number,
): Obstacle | undefined {
  const { freshness, writable } = cluster;
  if (!writable) {
    return {
      kind: 'read-only',
      message: 'You may see this cluster but not create apps in it.',
    };
  }
  if (freshness.state === 'denied') {
    return {
      kind: 'not-live',
      message: `${
        freshness.reason ?? `${cluster.name} refuses Slipway.`
      } So its slots are not known.`,
    };
  }
  if (freshness.state !== 'live') {
    const age = freshness.asOf
      ? `while its state is ${formatAge(now - Date.parse(freshness.asOf))} old`
      : 'before its state was read';
    return {
      kind: 'not-live',
      message: `Slots cannot be promised ${age}. It can be chosen as soon as it is live.`,
    };
  }
  if (slots?.slots === 0) {
    return {
      kind: 'no-slots',
      message: `0 slots: ${reasonOf(cluster, chosen, slots)}${alternativeOf(
        alternatives,
      )}`,
    };
  }
  return undefined;
}

function reasonOf(
  cluster: ClusterDetails,
  { name, size }: NamedSize,
  slots: ClusterSlots,
): string {
  const what = name ? `size ${name}` : 'an instance';
  if (size.gpu > 0 && !cluster.gpus?.total) {
    return `${what} needs ${formatQuantity(
      size.gpu,
      'GPU',
    )} and this cluster has none.`;
  }
  const reason = slots.reason ?? `no node has room for ${what}`;
  return reason.endsWith('.') ? reason : `${reason}.`;
}

function alternativeOf(alternatives: Alternative[]): string {
  const fits = alternatives.find(({ slots }) => slots > 0);
  return fits
    ? ` Size ${fits.name} would fit ${formatQuantity(fits.slots, 'time')}.`
    : '';
}
