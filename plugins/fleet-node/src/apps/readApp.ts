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

import type { AppClusterStatus } from '@slipway/backstage-plugin-fleet-common';
import { selectApp } from '../cache';
import type { ClusterMonitor } from '../clusters/ClusterMonitor';
import type { GpuConfig } from '../config';
import { appStatus } from '../health';
import type { MetricsSource } from '../metrics/MetricsSource';
import type { AppSelector } from '../selector';
import { appGpus } from './appGpus';
import { appLoad } from './appLoad';
import { readGpuNodes } from './readGpuNodes';

/**
 * An app in one cluster, from memory.
 *
 * @returns undefined when it does not run there; an entry without status when the cluster cannot say
 */
export function readApp(
  monitor: ClusterMonitor,
  selector: AppSelector,
  options: { metrics: MetricsSource; config: GpuConfig },
): AppClusterStatus | undefined {
  const { cache, settings, name } = monitor;
  const app = selectApp(cache, selector);
  const { location, group } = settings;
  const entry = {
    cluster: name,
    location,
    group,
    freshness: monitor.freshness(),
  };
  if (app.workloads.length === 0 && app.pods.length === 0) {
    return monitor.isListed() ? undefined : entry;
  }
  const status = appStatus({
    app,
    node: node => cache.stores.nodes.get('', node),
    restartsLastHour: pod => cache.restarts.lastHour(pod),
    now: monitor.now(),
  });
  const only = new Set(
    app.pods
      .filter(pod => pod.requests.gpu > 0)
      .map(({ node }) => node)
      .filter(node => node !== undefined),
  );
  return {
    ...entry,
    status: {
      ...status,
      gpus: appGpus(app.pods, readGpuNodes(monitor, { ...options, only })),
      load: appLoad(name, app, options.metrics),
    },
  };
}
