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
  AppClusterStatus,
  AppStatus,
} from '@slipway/backstage-plugin-fleet-common';

/** Why an app is as it is, in sentences, worst cluster first. */
export function explainHealth({ entityRef, clusters }: AppStatus): string[] {
  if (clusters.length === 0) {
    return [
      `${entityRef} runs on no cluster that you may see. Its objects carry the labels that its annotations choose, or it was not created yet.`,
    ];
  }
  return [...clusters].sort(worstFirst).flatMap(explainCluster);
}

function explainCluster({
  cluster,
  freshness,
  status,
}: AppClusterStatus): string[] {
  const stale =
    freshness.state === 'live'
      ? []
      : [
          // The reason names the cluster.
          `${freshness.reason ?? `${cluster} is ${freshness.state}.`}${
            freshness.asOf ? ` What follows is of ${freshness.asOf}.` : ''
          }`,
        ];
  if (!status) {
    return [...stale, `${cluster}: nothing of the app is known there.`];
  }
  const { ready, desired, health } = status;
  const reasons = health.reasons.map(({ message }) =>
    message.replace(/\.$/, ''),
  );
  if (reasons.length === 0) {
    reasons.push(
      health.state === 'healthy' ? 'healthy' : `state ${health.state}`,
    );
  }
  return [
    ...stale,
    ...reasons.map(
      reason => `${cluster} (${ready} of ${desired} ready): ${reason}.`,
    ),
  ];
}

const ORDER = ['failing', 'attention', 'starting', 'unknown', 'healthy'];

function worstFirst(a: AppClusterStatus, b: AppClusterStatus): number {
  return rank(a) - rank(b);
}

function rank({ status }: AppClusterStatus): number {
  return ORDER.indexOf(status?.health.state ?? 'unknown');
}
