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
  AppGpus,
  AppVersion,
} from '@slipway/backstage-plugin-fleet-common';

/** The status of an app where something was ever read of it. */
export type KnownStatus = NonNullable<AppClusterStatus['status']>;

/** The figures of an app over the fleet. */
export interface AppTotals {
  desired: number;
  ready: number;
  failing: number;
  starting: number;
  notPlaced: number;
  /** Instances of clusters that do not answer now, part of the sums above. */
  lastKnown: number;
  versions: AppVersion[];
  gpus?: Omit<AppGpus, 'products' | 'idleSince'>;
  requestsPerSecond?: number;
  series: Array<number | null>;
}

/** @returns whether what is shown of a cluster is from an earlier time */
export function isLastKnown({ freshness }: AppClusterStatus): boolean {
  return freshness.state !== 'live' && freshness.state !== 'catching-up';
}

/** @returns the sums over clusters, last known ones included */
export function sumApp(clusters: AppClusterStatus[]): AppTotals {
  const known = clusters.flatMap(({ status }) => (status ? [status] : []));
  const sum = (pick: (status: KnownStatus) => number) =>
    known.reduce((total, status) => total + pick(status), 0);
  const loads = known.flatMap(({ load }) => (load ? [load] : []));
  return {
    desired: sum(status => status.desired),
    ready: sum(status => status.ready),
    failing: sum(status => status.instances.failing),
    starting: sum(status => status.instances.starting),
    notPlaced: sum(status => status.instances.notPlaced),
    lastKnown: clusters
      .filter(isLastKnown)
      .reduce((total, { status }) => total + (status?.ready ?? 0), 0),
    versions: mergeVersions(known.flatMap(({ versions }) => versions)),
    gpus: sumGpus(known.flatMap(({ gpus }) => (gpus ? [gpus] : []))),
    requestsPerSecond:
      loads.length > 0
        ? loads.reduce((total, load) => total + load.requestsPerSecond, 0)
        : undefined,
    series: sumSeries(loads.map(load => load.series)),
  };
}

function mergeVersions(versions: AppVersion[]): AppVersion[] {
  const merged = new Map<string, AppVersion>();
  for (const version of versions) {
    const key = version.tag ?? version.digest ?? version.image;
    const instances = (merged.get(key)?.instances ?? 0) + version.instances;
    merged.set(key, { ...version, instances });
  }
  return [...merged.values()].sort((a, b) => b.instances - a.instances);
}

function sumGpus(gpus: AppGpus[]): AppTotals['gpus'] {
  if (gpus.length === 0) {
    return undefined;
  }
  const sum = (pick: (item: AppGpus) => number) =>
    gpus.reduce((total, item) => total + pick(item), 0);
  return {
    requested: sum(item => item.requested),
    allocated: sum(item => item.allocated),
    busy: sum(item => item.busy),
    idle: sum(item => item.idle),
    unknown: sum(item => item.unknown),
  };
}

/** A minute without data from any cluster is a gap; what the others say would look like a drop. */
function sumSeries(all: Array<Array<number | null>>): Array<number | null> {
  const length = Math.max(0, ...all.map(series => series.length));
  return Array.from({ length }, (_value, index) => {
    const values = all.map(series => series[series.length - length + index]);
    return values.some(value => value === null || value === undefined)
      ? null
      : values.reduce<number>((total, value) => total + (value ?? 0), 0);
  });
}
