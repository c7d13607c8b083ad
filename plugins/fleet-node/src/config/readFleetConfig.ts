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

import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { WELL_KNOWN_POOL_LABELS } from '../capacity/nodePools';
import { HELD_KINDS } from '../projection/watchedKinds';
import { isLabelKey } from '../selector/names';
import type {
  CapacityConfig,
  ClusterSettings,
  FleetConfig,
  GpuConfig,
  ObjectsConfig,
  PrometheusConfig,
  WatchConfig,
} from './FleetConfig';

const ROOT = 'slipway.fleet';
const BYTES = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 } as const;
const OBJECT_KIND_NAMES: ReadonlySet<string> = new Set(
  HELD_KINDS.map(({ name }) => name),
);
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Location and group of a cluster that config says nothing about. */
export const UNASSIGNED = 'unassigned';

/**
 * Reads `slipway.fleet`, the only place that does.
 *
 * @throws InputError when a value cannot be used
 */
export function readFleetConfig(config: Config): FleetConfig {
  const fleet = config.getOptionalConfig(ROOT);
  return {
    clusters: readClusters(fleet?.getOptionalConfig('clusters')),
    prometheus: readPrometheus(fleet?.getOptionalConfig('metrics.prometheus')),
    gpu: readGpu(fleet?.getOptionalConfig('gpu')),
    capacity: readCapacity(fleet?.getOptionalConfig('capacity')),
    watch: readWatch(fleet?.getOptionalConfig('watch')),
    maxBytes: readBytes(fleet, 'maxMemory', '1Gi'),
    objects: readObjects(fleet?.getOptionalConfig('objects')),
  };
}

/** What a cluster without an entry gets. */
export function defaultClusterSettings(): ClusterSettings {
  return {
    location: UNASSIGNED,
    group: UNASSIGNED,
    labels: {},
    authorization: 'permissions',
  };
}

function readClusters(config?: Config): Map<string, ClusterSettings> {
  // Cluster names may hold dots, which `getConfig` would take for a path.
  const clusters = (config?.get() ?? {}) as Record<string, unknown>;
  return new Map(
    Object.entries(clusters).map(([name, value]) => [
      name,
      readCluster(name, value),
    ]),
  );
}

function readCluster(name: string, value: unknown): ClusterSettings {
  const at = `${ROOT}.clusters.${name}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`${at} must be an object.`);
  }
  const settings = value as Record<string, unknown>;
  const text = (key: string): string | undefined => {
    const found = settings[key];
    if (found !== undefined && typeof found !== 'string') {
      throw new InputError(`${at}.${key} must be text.`);
    }
    return found || undefined;
  };
  const authorization = text('authorization') ?? 'permissions';
  if (
    authorization !== 'permissions' &&
    authorization !== 'subject-access-review'
  ) {
    throw new InputError(
      `${at}.authorization must be permissions or subject-access-review.`,
    );
  }
  return {
    location: text('location') ?? UNASSIGNED,
    group: text('group') ?? UNASSIGNED,
    title: text('title'),
    tokenFile: text('tokenFile'),
    owner: text('owner'),
    labels: readLabels(at, settings.labels),
    authorization,
  };
}

function readLabels(at: string, value: unknown): Record<string, string> {
  if (value === undefined) {
    return {};
  }
  const labels = Object.entries(value as Record<string, unknown>);
  for (const [key, label] of labels) {
    if (typeof label !== 'string') {
      throw new InputError(`${at}.labels.${key} must be text.`);
    }
  }
  return Object.fromEntries(labels) as Record<string, string>;
}

function readPrometheus(config?: Config): PrometheusConfig | undefined {
  if (!config) {
    return undefined;
  }
  const url = config.getString('url').replace(/\/+$/, '');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InputError(
      `${ROOT}.metrics.prometheus.url must be an http or https address.`,
    );
  }
  const clusterLabel = config.getOptionalString('clusterLabel') ?? 'cluster';
  if (!LABEL_NAME.test(clusterLabel)) {
    throw new InputError(
      `${ROOT}.metrics.prometheus.clusterLabel must be the name of a Prometheus label.`,
    );
  }
  return {
    url,
    clusterLabel,
    token: config.getOptionalString('token'),
    refreshMs: positive(config, 'refreshSeconds', 15) * 1_000,
    queries: {
      requests: config.getOptionalString('queries.requests'),
      cpu: config.getOptionalString('queries.cpu'),
      memory: config.getOptionalString('queries.memory'),
    },
  };
}

function readGpu(config?: Config): GpuConfig {
  return {
    idleThreshold: positive(config, 'idleThreshold', 0.05),
    idleMs: positive(config, 'idleMinutes', 30) * 60_000,
  };
}

function readCapacity(config?: Config): CapacityConfig {
  const label = config?.getOptionalString('nodePoolLabel');
  if (label !== undefined && !isLabelKey(label)) {
    throw new InputError(
      `${ROOT}.capacity.nodePoolLabel must be the name of a Kubernetes label.`,
    );
  }
  return {
    poolLabels: [...(label ? [label] : []), ...WELL_KNOWN_POOL_LABELS],
  };
}

function readWatch(config?: Config): WatchConfig {
  const workers = config?.getOptionalNumber('workers');
  return {
    pageSize: Math.ceil(positive(config, 'pageSize', 500)),
    timeoutSeconds: Math.ceil(positive(config, 'timeoutSeconds', 300)),
    inactivityMs: positive(config, 'inactivitySeconds', 90) * 1_000,
    maxBackoffMs: positive(config, 'maxBackoffSeconds', 30) * 1_000,
    requestTimeoutMs: positive(config, 'requestTimeoutSeconds', 15) * 1_000,
    workers: workers && Math.max(1, Math.floor(workers)),
  };
}

function readObjects(config?: Config): ObjectsConfig {
  const kinds = config?.getOptionalStringArray('kinds');
  for (const kind of kinds ?? []) {
    if (!OBJECT_KIND_NAMES.has(kind)) {
      const known = [...OBJECT_KIND_NAMES].join(', ');
      throw new InputError(
        `${ROOT}.objects.kinds has ${kind}; whole objects can be held of ${known}.`,
      );
    }
  }
  return {
    enabled: config?.getOptionalBoolean('enabled'),
    kinds: kinds && new Set(kinds),
    maxBytes: readBytes(config, 'objects.maxMemory', '512Mi'),
  };
}

/** @param path below `slipway.fleet`; its last part is the key */
function readBytes(
  config: Config | undefined,
  path: string,
  fallback: string,
): number {
  const key = path.split('.').at(-1)!;
  const text = config?.getOptionalString(key) ?? fallback;
  const [, digits, unit] = /^(\d+)(Ki|Mi|Gi)$/.exec(text) ?? [];
  if (!digits) {
    throw new InputError(
      `${ROOT}.${path} must be a number with the unit Ki, Mi or Gi, for example ${fallback}.`,
    );
  }
  return Number(digits) * BYTES[unit as keyof typeof BYTES];
}

function positive(
  config: Config | undefined,
  key: string,
  fallback: number,
): number {
  const value = config?.getOptionalNumber(key) ?? fallback;
  if (!(value > 0) || !Number.isFinite(value)) {
    throw new InputError(`${ROOT}: ${key} must be a number above 0.`);
  }
  return value;
}
