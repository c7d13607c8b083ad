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
  ClusterState,
  Freshness,
  KindStatus,
} from '@slipway/backstage-plugin-fleet-common';
import type { KindName } from '../projection';
import type { ReflectorStatus } from '../reflector';

/** A kind with what its reflector says. */
export interface KindReport {
  name: KindName;
  status: ReflectorStatus;
}

type KindState = KindStatus['state'];

/** From bad to worse. */
const BY_SEVERITY: KindState[] = [
  'not-installed',
  'live',
  'catching-up',
  'stale',
  'unreachable',
  'denied',
];

/** How far one kind can be trusted. */
export function kindState(status: ReflectorStatus): KindState {
  switch (status.condition) {
    case 'watching':
      return 'live';
    case 'listing':
      return 'catching-up';
    case 'broken':
      return status.listed ? 'stale' : 'catching-up';
    default:
      return status.condition;
  }
}

/**
 * How far a cluster's data can be trusted, from what its reflectors say. The words of the reason name the cluster.
 *
 * A kind that Slipway may not read does not take the others with it; without pods, though, nothing can be said of an
 * app.
 *
 * @param options.since when the cluster came into this state
 * @param options.toEpoch what the machine's clock shows for a moment of a reflector's
 */
export function clusterFreshness(
  cluster: string,
  kinds: readonly KindReport[],
  options: { since: number; toEpoch(moment: number): number },
): Freshness {
  const state = clusterState(kinds);
  const toIso = (moment: number | undefined) =>
    moment === undefined
      ? undefined
      : new Date(options.toEpoch(moment)).toISOString();
  const concerned = kinds.filter(
    kind =>
      state === 'live' || kindState(kind.status) === state || lacksRoom(kind),
  );
  const errors = concerned.map(({ status }) => status.error?.message);
  const reason = errors.find(message => message !== undefined);
  return {
    state,
    since: new Date(options.toEpoch(options.since)).toISOString(),
    asOf: toIso(asOf(state, kinds)),
    reason: state === 'live' ? undefined : sentence(cluster, state, reason),
    nextTryAt: state === 'live' ? undefined : toIso(nextTryAt(concerned)),
    progress: state === 'catching-up' ? progress(kinds) : undefined,
  };
}

/** The state of a cluster, from what its reflectors say. */
export function clusterState(kinds: readonly KindReport[]): ClusterState {
  const states = kinds.map(({ status }) => kindState(status));
  const installed = states.filter(state => state !== 'not-installed');
  const pods = kinds.find(({ name }) => name === 'pods');
  const crowdedOut = pods !== undefined && lacksRoom(pods);
  if (
    !crowdedOut &&
    ((pods && kindState(pods.status) === 'denied') ||
      installed.every(state => state === 'denied'))
  ) {
    return 'denied';
  }
  const readable = installed.filter(state => state !== 'denied');
  const worst = readable.reduce(
    (one, other) =>
      BY_SEVERITY.indexOf(other) > BY_SEVERITY.indexOf(one) ? other : one,
    // Nobody refuses anything there, and an access manifest would not help.
    crowdedOut ? 'stale' : 'live',
  );
  // Some kinds still arrive: the cluster answers, yet not all of it is known.
  if (worst === 'unreachable' && readable.includes('live')) {
    return 'stale';
  }
  return worst as ClusterState;
}

/** Whether `slipway.fleet.maxMemory` has no room for it. */
function lacksRoom({ status }: KindReport): boolean {
  return status.error?.kind === 'no-room';
}

/**
 * Live data is as new as the last thing that arrived. Otherwise a view is as old as its oldest part.
 */
function asOf(
  state: ClusterState,
  kinds: readonly KindReport[],
): number | undefined {
  const times = kinds
    .map(({ status }) => status.asOf)
    .filter(time => time !== undefined);
  if (times.length === 0) {
    return undefined;
  }
  return state === 'live' ? Math.max(...times) : Math.min(...times);
}

function nextTryAt(kinds: readonly KindReport[]): number | undefined {
  const times = kinds
    .map(({ status }) => status.nextTryAt)
    .filter(time => time !== undefined);
  return times.length > 0 ? Math.min(...times) : undefined;
}

function progress(kinds: readonly KindReport[]): Freshness['progress'] {
  let read = 0;
  let expected: number | undefined = 0;
  for (const { status } of kinds) {
    if (status.condition === 'listing') {
      read += status.progress?.read ?? 0;
      expected =
        expected === undefined || status.progress?.expected === undefined
          ? undefined
          : expected + status.progress.expected;
    }
  }
  return { read, expected };
}

function sentence(
  cluster: string,
  state: ClusterState,
  reason: string | undefined,
): string {
  if (reason) {
    return `${cluster} ${reason}.`;
  }
  return state === 'catching-up'
    ? `${cluster} is being read.`
    : `${cluster} is ${state}.`;
}
