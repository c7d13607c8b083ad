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

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import {
  Cluster,
  ClusterSpec,
  DEFAULT_CLUSTERS,
  kubeconfigOf,
  withNodeCount,
} from './cluster';
import { LoadTable, Monitoring, OfferedLoad } from './load';
import { nodeRequirements, RealNode } from './node';
import { Progress } from './Progress';
import { ProcessInfo } from './process';
import { seedCluster } from './seed';
import { StateDir, withFileLock } from './state';
import { Toolbox } from './tools';

/**
 * What a sandbox is made of. Tests ask for little, so that it starts in seconds.
 *
 * @public
 */
export interface SandboxOptions {
  /** Where its state is kept; a new temporary folder unless told. */
  dir?: string;
  clusters?: ClusterSpec[];
  /** Whether the objects of `catalog/manifests` are applied; not unless told. */
  seed?: boolean;
  /** Whether clusters that want a real node get one where the machine allows; not unless told. */
  realNode?: boolean;
  /** Whether Prometheus and the load simulator run; not unless told. */
  prometheus?: boolean;
  progress?: Progress;
}

const NODE_COUNTS = 'node-counts.json';

type NodeCounts = Record<string, number>;

/**
 * Real local clusters. Everything listens on loopback only, and all state is in one folder.
 *
 * @public
 */
export class Sandbox {
  readonly dir: string;
  readonly #temporary: boolean;
  readonly #seed: boolean;
  readonly #realNode: boolean;
  readonly #monitoring: Monitoring | undefined;
  readonly #state: StateDir;
  readonly #tools: Toolbox;
  readonly #progress: Progress;
  readonly #clusters: Cluster[];
  readonly #nodes = new Map<string, RealNode>();
  #nodeFailure: string | undefined;

  /** Prepares keys and files; starts nothing. */
  static async create(options: SandboxOptions = {}): Promise<Sandbox> {
    const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'slipway-sandbox-'));
    const state = StateDir.create(dir);
    const progress = options.progress ?? Progress.silent();
    const tools = Toolbox.create({ progress });
    const counts = state.readJson<NodeCounts>(NODE_COUNTS) ?? {};
    const clusters = await Promise.all(
      (options.clusters ?? DEFAULT_CLUSTERS)
        .map(spec =>
          counts[spec.name] === undefined
            ? spec
            : withNodeCount(spec, counts[spec.name]),
        )
        .map(spec => Cluster.create({ spec, state, tools })),
    );
    return new Sandbox(options, state, tools, progress, clusters);
  }

  private constructor(
    options: SandboxOptions,
    state: StateDir,
    tools: Toolbox,
    progress: Progress,
    clusters: Cluster[],
  ) {
    this.dir = state.root;
    this.#state = state;
    this.#tools = tools;
    this.#progress = progress;
    this.#clusters = clusters;
    this.#temporary = !options.dir;
    this.#seed = options.seed ?? false;
    this.#realNode = options.realNode ?? false;
    this.#monitoring = options.prometheus
      ? Monitoring.create(state, tools)
      : undefined;
    this.#prepareNodes();
  }

  /** Why there is no real node, as a sentence; undefined where there is one, or none is wanted. */
  get missingForRealNode(): string | undefined {
    return this.#wantsRealNode
      ? nodeRequirements().missing ?? this.#nodeFailure
      : undefined;
  }

  get clusters(): Cluster[] {
    return this.#clusters;
  }

  /** @throws Error when no cluster has this name */
  cluster(name: string): Cluster {
    const found = this.#clusters.find(cluster => cluster.name === name);
    if (!found) {
      const names = this.#clusters.map(cluster => cluster.name).join(', ');
      throw new Error(`No cluster is named ${name}; there are ${names}`);
    }
    return found;
  }

  /** Builds what is missing, starts what does not run, and writes the configuration for Backstage. */
  async up(): Promise<void> {
    await withFileLock(
      this.#state.path('up.lock'),
      () => this.#up(),
      pid => this.#progress.info(`Waiting for process ${pid}, which starts it`),
    );
  }

  async #up(): Promise<void> {
    await this.#tools.ensure([
      ...Cluster.toolsFor(this.#clusters.map(({ spec }) => spec)),
      ...(this.#monitoring ? (['prometheus'] as const) : []),
    ]);
    await Promise.all(
      this.#clusters.map(cluster =>
        this.#progress.step(`Cluster ${cluster.name} runs`, () => cluster.up()),
      ),
    );
    await this.#startNodes();
    const monitoring = this.#monitoring;
    if (monitoring) {
      await this.#progress.step('Prometheus and the load simulator run', () =>
        monitoring.up(this.#clusters),
      );
    }
    this.#writeConfig();
    if (this.#seed) {
      await Promise.all(
        this.#clusters.map(cluster => this.#seedCluster(cluster)),
      );
    }
  }

  /** Stops every process. State stays, unless its folder is a temporary one. */
  async down(): Promise<void> {
    await this.#monitoring?.down();
    await Promise.all([...this.#nodes.values()].map(node => node.down()));
    await Promise.all(this.#clusters.map(cluster => cluster.down()));
    if (this.#temporary) {
      rmSync(this.dir, { recursive: true, force: true });
    }
  }

  /** Sets how many simulated nodes a cluster has, now and at each later start. */
  async scaleNodes(name: string, count: number): Promise<void> {
    const cluster = this.cluster(name);
    const { pools = [] } = withNodeCount(cluster.spec, count);
    await cluster.scaleNodes(pools);
    const counts = this.#state.readJson<NodeCounts>(NODE_COUNTS);
    this.#state.writeJson(NODE_COUNTS, { ...counts, [name]: count });
  }

  /** Sets the load of an app, in requests per second over all clusters. */
  setLoad(app: string, requestsPerSecond: number): void {
    LoadTable.create(this.#state).set(app, requestsPerSecond);
  }

  /** The load of all apps that have one by name, in requests per second. */
  loads(): Record<string, OfferedLoad> {
    return LoadTable.create(this.#state).list();
  }

  /** Address of Prometheus, where it is wanted. */
  get prometheusUrl(): string | undefined {
    return this.#monitoring?.url;
  }

  /** Closes connections and leaves all running. */
  async close(): Promise<void> {
    await Promise.all(this.#clusters.map(cluster => cluster.close()));
  }

  status(): ProcessInfo[] {
    return [
      ...this.#clusters.flatMap(cluster => cluster.status()),
      ...[...this.#nodes.values()].flatMap(node => node.status()),
      ...(this.#monitoring?.status() ?? []),
    ];
  }

  /** What Backstage needs to know of the clusters, to be merged over its own configuration. */
  appConfig(): object {
    return {
      kubernetes: {
        serviceLocatorMethod: { type: 'multiTenant' },
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: this.#clusters.map(cluster => ({
              name: cluster.name,
              url: cluster.url,
              authProvider: 'serviceAccount',
              serviceAccountToken: cluster.serviceAccountToken,
              caData: cluster.caData,
            })),
          },
        ],
      },
      slipway: {
        fleet: {
          clusters: Object.fromEntries(
            this.#clusters.map(({ name, spec: { location, group, owner } }) => [
              name,
              { location, group, ...(owner ? { owner } : {}) },
            ]),
          ),
          ...(this.#monitoring
            ? {
                metrics: {
                  prometheus: {
                    url: this.#monitoring.url,
                    clusterLabel: 'cluster',
                  },
                },
              }
            : {}),
        },
      },
    };
  }

  /** Path of the configuration that `up` writes. */
  get appConfigFile(): string {
    return this.#state.path('app-config.sandbox.yaml');
  }

  /** Path of a kubeconfig with an administrator's context for each cluster. */
  get kubeconfig(): string {
    return this.#state.path('kubeconfig');
  }

  get #wantsRealNode(): boolean {
    return this.#realNode && this.#clusters.some(({ spec }) => spec.realNode);
  }

  #prepareNodes(): void {
    const { programs } = nodeRequirements();
    if (!this.#wantsRealNode || !programs) {
      return;
    }
    for (const cluster of this.#clusters.filter(({ spec }) => spec.realNode)) {
      const node = RealNode.create({
        cluster,
        state: this.#state,
        tools: this.#tools,
        programs,
      });
      this.#nodes.set(cluster.name, node);
    }
  }

  async #startNodes(): Promise<void> {
    for (const [cluster, node] of this.#nodes) {
      try {
        await this.#progress.step(`Real node ${node.name} is ready`, () =>
          node.up(),
        );
      } catch (error) {
        // a machine can forbid what it seems to allow, and all else works without
        this.#nodes.delete(cluster);
        await node.down();
        this.#nodeFailure = (error as Error).message;
      }
    }
    if (this.missingForRealNode) {
      this.#progress.info(`No real node: ${this.missingForRealNode}`);
    }
  }

  async #seedCluster(cluster: Cluster): Promise<void> {
    const leftOut = await this.#progress.step(
      `Apps of ${cluster.name} are applied`,
      () =>
        seedCluster(cluster, this.#state, {
          realNode: this.#nodes.has(cluster.name),
        }),
    );
    if (leftOut.length) {
      this.#progress.info(
        `  without a real node, ${cluster.name} lacks ${leftOut.join(', ')}`,
      );
    }
  }

  #writeConfig(): void {
    this.#state.write('kubeconfig', kubeconfigOf(this.#clusters));
    this.#state.write(
      'app-config.sandbox.yaml',
      `# Written by "yarn sandbox up"; changes are lost.\n${stringify(
        this.appConfig(),
      )}`,
    );
  }
}
