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

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stringify } from 'yaml';
import { Cluster } from '../cluster';
import { findFreePort, isPortFree } from '../net';
import { SOURCE_DIR } from '../paths';
import { ManagedProcess, ProcessInfo } from '../process';
import { StateDir } from '../state';
import { Toolbox } from '../tools';
import { waitFor } from '../wait';
import { registerMetricsApi, SERVICE_HOST } from './metricsApi';
import { APPS_PATH, GPUS_PATH, SimulatorConfig } from './SimulatorConfig';

const READY_TIMEOUT_MS = 60_000;
const SCRAPE_INTERVAL = '5s';
const SIMULATOR_CONFIG = 'simulator.json';
const PORTS = 'monitoring-ports.json';

interface MonitoringPorts {
  prometheus: number;
  simulator: number;
  /** Of the simulator's resource metrics, by cluster. */
  metricsApis: Record<string, number>;
}

/** Prometheus and the load simulator that it reads. */
export class Monitoring {
  readonly #state: StateDir;
  readonly #tools: Toolbox;
  readonly #prometheus: ManagedProcess;
  readonly #simulator: ManagedProcess;

  static create(state: StateDir, tools: Toolbox): Monitoring {
    return new Monitoring(state, tools);
  }

  private constructor(state: StateDir, tools: Toolbox) {
    this.#state = state;
    this.#tools = tools;
    this.#prometheus = ManagedProcess.create(state, 'prometheus');
    this.#simulator = ManagedProcess.create(state, 'load-simulator');
  }

  /** Address of Prometheus; undefined before its first start. */
  get url(): string | undefined {
    const ports = this.#state.readJson<MonitoringPorts>(PORTS);
    return ports && `http://127.0.0.1:${ports.prometheus}`;
  }

  get processes(): ManagedProcess[] {
    return [this.#simulator, this.#prometheus];
  }

  status(): ProcessInfo[] {
    return this.processes.map(managed => managed.info);
  }

  /** Starts both, or leaves them alone where they run, and lets the clusters read the simulator's metrics. */
  async up(clusters: Cluster[]): Promise<void> {
    const ports = await this.#choosePorts(clusters);
    await this.#startSimulator(clusters, ports);
    this.#state.write('prometheus.yml', prometheusConfig(ports));
    await this.#prometheus.start(this.#tools.binary('prometheus'), [
      `--config.file=${this.#state.path('prometheus.yml')}`,
      `--storage.tsdb.path=${this.#state.path('prometheus')}`,
      '--storage.tsdb.retention.time=7d',
      '--storage.tsdb.retention.size=512MB',
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
      '--log.level=warn',
    ]);
    await waitFor('Prometheus', () => this.#isReady(), {
      timeoutMs: READY_TIMEOUT_MS,
    });
    await Promise.all(
      clusters.map(cluster =>
        registerMetricsApi(cluster, ports.metricsApis[cluster.name]),
      ),
    );
  }

  async down(): Promise<void> {
    await Promise.all(this.processes.map(managed => managed.stop()));
  }

  async #startSimulator(
    clusters: Cluster[],
    ports: MonitoringPorts,
  ): Promise<void> {
    const config: SimulatorConfig = {
      port: ports.simulator,
      clusters: await Promise.all(
        clusters.map(async cluster => ({
          name: cluster.name,
          url: cluster.url,
          caPem: cluster.ca.certPem,
          token: cluster.adminToken,
          gpuMetrics: cluster.spec.gpuMetrics ?? false,
          metricsApi: {
            port: ports.metricsApis[cluster.name],
            ...(await cluster.ca.issue('load-simulator', {
              commonName: 'load-simulator',
              dnsNames: [SERVICE_HOST],
            })),
          },
        })),
      ),
    };
    const text = JSON.stringify(config);
    if (this.#state.read(SIMULATOR_CONFIG) !== text) {
      await this.#simulator.stop();
      this.#state.write(SIMULATOR_CONFIG, text);
    }
    const tsx = createRequire(__filename).resolve('tsx');
    await this.#simulator.start(process.execPath, [
      `--import=${pathToFileURL(tsx)}`,
      join(SOURCE_DIR, 'load/simulator.ts'),
      this.#state.root,
      SIMULATOR_CONFIG,
    ]);
  }

  async #isReady(): Promise<boolean> {
    if (!this.#prometheus.pid) {
      throw new Error(`Prometheus ended:\n${this.#prometheus.logTail()}`);
    }
    try {
      return (await fetch(`${this.url}/-/ready`)).ok;
    } catch {
      return false;
    }
  }

  async #choosePorts(clusters: Cluster[]): Promise<MonitoringPorts> {
    const old = this.#state.readJson<Partial<MonitoringPorts>>(PORTS);
    const keep = async (running: ManagedProcess, port: number | undefined) =>
      port && (running.pid || (await isPortFree(port))) ? port : findFreePort();
    const ports: MonitoringPorts = {
      prometheus: await keep(this.#prometheus, old?.prometheus),
      simulator: await keep(this.#simulator, old?.simulator),
      metricsApis: {},
    };
    for (const { name } of clusters) {
      ports.metricsApis[name] = await keep(
        this.#simulator,
        old?.metricsApis?.[name],
      );
    }
    this.#state.writeJson(PORTS, ports);
    return ports;
  }
}

/** Apps keep their own labels; the GPU exporter is scraped as its chart does, so that `pod` becomes `exported_pod`. */
export function prometheusConfig(ports: MonitoringPorts): string {
  const targets = [`127.0.0.1:${ports.simulator}`];
  return stringify({
    global: { scrape_interval: SCRAPE_INTERVAL },
    scrape_configs: [
      {
        job_name: 'apps',
        honor_labels: true,
        metrics_path: APPS_PATH,
        static_configs: [{ targets }],
      },
      {
        job_name: 'dcgm-exporter',
        honor_labels: false,
        metrics_path: GPUS_PATH,
        static_configs: [
          {
            targets,
            labels: {
              namespace: 'gpu-operator',
              pod: 'dcgm-exporter',
              container: 'exporter',
            },
          },
        ],
      },
    ],
  });
}
