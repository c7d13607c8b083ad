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
  Instance,
  InstancePage,
  InstanceQuery,
  InstanceState,
} from '@slipway/backstage-plugin-fleet-common';
import { countRestarts, selectApp } from '../cache';
import type { ClusterMonitor } from '../clusters/ClusterMonitor';
import {
  assessPod,
  describeProblem,
  lastRestartAt,
  toReason,
  type PodAssessment,
} from '../health';
import type { MetricsSource } from '../metrics/MetricsSource';
import type { PodUsage } from '../metrics/MetricsSnapshot';
import type { ContainerSpec, ProjectedPod } from '../projection';
import type { AppSelector } from '../selector';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 5_000;

/** Those that need a person come first. */
const ORDER: InstanceState[] = [
  'failing',
  'not-placed',
  'starting',
  'ready',
  'completed',
];

interface Assessed {
  pod: ProjectedPod;
  assessment: PodAssessment;
}

/** A page of an app's pods in one cluster, from memory. */
export function readInstances(
  monitor: ClusterMonitor,
  selector: AppSelector,
  query: InstanceQuery,
  metrics: MetricsSource,
): InstancePage {
  const now = monitor.now();
  const { nodes } = monitor.cache.stores;
  const all = selectApp(monitor.cache, selector).pods.map(pod => ({
    pod,
    assessment: assessPod(
      pod,
      pod.node ? nodes.get('', pod.node) : undefined,
      now,
    ),
  }));
  const matching = all
    .filter(
      ({ assessment }) => query.filter !== 'not-ready' || needsLook(assessment),
    )
    .filter(({ pod }) => matchesSearch(pod, query.search))
    .sort(compare);
  const offset = Math.max(0, query.offset ?? 0);
  const limit = Math.min(MAX_LIMIT, Math.max(0, query.limit ?? DEFAULT_LIMIT));
  const usage = metrics.get(monitor.name)?.pods;
  return {
    items: matching
      .slice(offset, offset + limit)
      .map(({ pod, assessment }) =>
        toInstance(
          monitor.name,
          pod,
          assessment,
          usage?.get(`${pod.namespace}/${pod.name}`),
        ),
      ),
    total: matching.length,
    notReady: all.filter(({ assessment }) => needsLook(assessment)).length,
    freshness: monitor.freshness(),
  };
}

function needsLook({ state }: PodAssessment): boolean {
  return state !== 'ready' && state !== 'completed';
}

function matchesSearch(pod: ProjectedPod, search: string | undefined): boolean {
  const text = search?.trim().toLocaleLowerCase('en-US');
  return !text || pod.name.includes(text) || Boolean(pod.node?.includes(text));
}

function compare(one: Assessed, other: Assessed): number {
  return (
    ORDER.indexOf(one.assessment.state) -
      ORDER.indexOf(other.assessment.state) ||
    (one.pod.name < other.pod.name ? -1 : 1)
  );
}

function toInstance(
  cluster: string,
  pod: ProjectedPod,
  { state, message, problem }: PodAssessment,
  usage: PodUsage | undefined,
): Instance {
  return {
    cluster,
    namespace: pod.namespace,
    name: pod.name,
    node: pod.node,
    state,
    message,
    reason: problem && {
      ...toReason([problem]),
      message: describeProblem(problem),
    },
    restarts: countRestarts(pod),
    lastRestartAt: lastRestartAt(pod),
    createdAt: new Date(pod.createdAt).toISOString(),
    containers: pod.containers.map(container => toContainer(pod, container)),
    cpu: usage?.cpu,
    memory: usage?.memory,
    gpus: pod.requests.gpu || undefined,
  };
}

function toContainer(
  pod: ProjectedPod,
  { name, image, memoryLimit, cpuLimit }: ContainerSpec,
): Instance['containers'][number] {
  const status = pod.statuses.find(candidate => candidate.name === name);
  return {
    name,
    image,
    memoryLimit,
    cpuLimit,
    restarted: (status?.restarts ?? 0) > 0,
  };
}
