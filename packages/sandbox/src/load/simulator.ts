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

import { createServer } from 'node:http';
import { KubeClient } from '../kube';
import { StateDir } from '../state';
import { AppSimulation } from './AppSimulation';
import { ClusterPoller } from './ClusterPoller';
import { toText } from './exposition';
import { GpuLedger } from './GpuLedger';
import { gpuFamilies } from './gpuMetrics';
import { LoadTable } from './LoadTable';
import { MetricsApi } from './metricsApi/MetricsApi';
import { serveMetricsApi } from './metricsApi/serveMetricsApi';
import { APPS_PATH, GPUS_PATH, SimulatorConfig } from './SimulatorConfig';

const STEP_MS = 1_000;

/** Entry point of the simulator's process: `simulator.ts STATE_DIR CONFIG_FILE`. */
function main(): void {
  const [root, configFile] = process.argv.slice(2);
  const state = StateDir.create(root);
  const config = state.readJson<SimulatorConfig>(configFile);
  if (!config) {
    throw new Error(`The simulator has no configuration at ${configFile}`);
  }
  const stop = new AbortController();
  const pollers = config.clusters.map(cluster => ({
    cluster,
    poller: ClusterPoller.create(cluster.name, KubeClient.create(cluster)),
  }));
  pollers.forEach(({ poller }) => poller.run(stop.signal));

  const table = LoadTable.create(state);
  const apps = AppSimulation.create();
  const ledger = GpuLedger.create();
  const pods = () => pollers.flatMap(({ poller }) => poller.pods);
  let last = Date.now();
  setInterval(() => {
    const now = Date.now();
    const loadOf = table.snapshot();
    apps.advance((now - last) / 1000, pods(), app => loadOf(app, now));
    last = now;
  }, STEP_MS);

  pollers.forEach(({ cluster, poller }) => {
    const api = MetricsApi.create(() => ({
      at: new Date(last),
      windowSeconds: STEP_MS / 1000,
      pods: apps.uses().filter(({ pod }) => pod.cluster === cluster.name),
      nodes: poller.nodes,
    }));
    serveMetricsApi(api, cluster.metricsApi, cluster.caPem);
  });

  const gpuText = () => {
    const nodes = pollers
      .filter(({ cluster }) => cluster.gpuMetrics)
      .flatMap(({ poller }) => poller.gpuNodes);
    return toText(gpuFamilies(ledger.update(nodes, pods()), Date.now()));
  };
  createServer((request, response) => {
    const pages: Record<string, (() => string) | undefined> = {
      [APPS_PATH]: () => toText(apps.families()),
      [GPUS_PATH]: gpuText,
    };
    const page = pages[request.url ?? ''];
    response.writeHead(page ? 200 : 404, {
      'content-type': 'text/plain; version=0.0.4',
    });
    response.end(page?.() ?? '');
  }).listen(config.port, '127.0.0.1');
}

main();
