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

import { readFileSync } from 'node:fs';
import { KubeClient, KubeResponse, RequestOptions } from '../kube';
import { CertificateAuthority } from '../pki';
import { ManagedProcess, ProcessInfo } from '../process';
import { StateDir } from '../state';
import { Toolbox, ToolName } from '../tools';
import { waitFor } from '../wait';
import { ClusterSpec, NodePool } from './ClusterSpec';
import {
  ControlPlaneFiles,
  prepareControlPlaneFiles,
  readAdminToken,
} from './controlPlaneFiles';
import {
  apiServerFlags,
  argoRolloutsFlags,
  controllerManagerFlags,
  etcdDataDir,
  etcdFlags,
  kwokFlags,
  schedulerFlags,
} from './controlPlaneFlags';
import { EtcdBackup } from './EtcdBackup';
import { grantAccess } from './grantAccess';
import { installRollouts } from './installRollouts';
import { kubeconfigOf } from './kubeconfig';
import { kwokStages } from './kwokStages';
import { choosePorts, ClusterPorts } from './Ports';
import { syncNodes } from './syncNodes';

const READY_TIMEOUT_MS = 90_000;
const READY_REQUEST_TIMEOUT_MS = 3_000;
const API_SERVER_GRACE_MS = 5_000;

/**
 * One real control plane on loopback, with simulated nodes.
 *
 * @public
 */
export class Cluster {
  readonly spec: ClusterSpec;
  readonly #state: StateDir;
  readonly #tools: Toolbox;
  readonly #ca: CertificateAuthority;
  readonly #files: ControlPlaneFiles;
  readonly #adminToken: string;
  readonly #etcd: ManagedProcess;
  readonly #backup: EtcdBackup;
  readonly #apiServer: ManagedProcess;
  readonly #controllers: ManagedProcess[];
  #ports: ClusterPorts | undefined;
  #client: KubeClient | undefined;
  #serviceAccountToken: string | undefined;

  /** Prepares keys and files; starts nothing. */
  static async create(options: {
    spec: ClusterSpec;
    state: StateDir;
    tools: Toolbox;
  }): Promise<Cluster> {
    const { spec, state, tools } = options;
    const folder = `clusters/${spec.name}`;
    const ca = await CertificateAuthority.create(
      state,
      `${folder}/pki`,
      `${spec.name}-ca`,
    );
    const files = await prepareControlPlaneFiles(state, folder, ca);
    return new Cluster(spec, state, tools, ca, files);
  }

  private constructor(
    spec: ClusterSpec,
    state: StateDir,
    tools: Toolbox,
    ca: CertificateAuthority,
    files: ControlPlaneFiles,
  ) {
    this.spec = spec;
    this.#state = state;
    this.#tools = tools;
    this.#ca = ca;
    this.#files = files;
    const prefix = spec.name;
    this.#etcd = ManagedProcess.create(state, `${prefix}-etcd`);
    this.#backup = EtcdBackup.create(this.#etcd, etcdDataDir(files));
    this.#apiServer = ManagedProcess.create(state, `${prefix}-kube-apiserver`);
    this.#controllers = [
      'kube-controller-manager',
      'kube-scheduler',
      'kwok',
      'argo-rollouts',
    ].map(name => ManagedProcess.create(state, `${prefix}-${name}`));
    this.#ports = state.readJson(this.#path('ports.json'));
    this.#serviceAccountToken = state.read(this.#path('slipway.token'));
    this.#adminToken = readAdminToken(files.tokenFile);
  }

  /** The programs that clusters of these specs are made of. */
  static toolsFor(specs: ClusterSpec[]): ToolName[] {
    return [
      'etcd',
      'kubernetes',
      ...(specs.some(spec => spec.pools?.length) ? (['kwok'] as const) : []),
      ...(specs.some(spec => spec.argoRollouts)
        ? (['argo-rollouts'] as const)
        : []),
    ];
  }

  get name(): string {
    return this.spec.name;
  }

  /** Address of the API server. */
  get url(): string {
    return `https://127.0.0.1:${this.ports.api}`;
  }

  /** The cluster's certificate authority: PEM in base64, as kubeconfig has it. */
  get caData(): string {
    return Buffer.from(this.#ca.certPem).toString('base64');
  }

  /** Token of an administrator. */
  get adminToken(): string {
    return this.#adminToken;
  }

  /** Token of the service account `slipway`, with the rights of `slipway-access.yaml`. */
  get serviceAccountToken(): string {
    return this.#serviceAccountToken ?? notUp(this.name);
  }

  /** Path of an administrator's kubeconfig. */
  get kubeconfig(): string {
    return this.#files.kubeconfig;
  }

  get ports(): ClusterPorts {
    return this.#ports ?? notUp(this.name);
  }

  /** Whether it has addresses already. */
  get hasStartedBefore(): boolean {
    return this.#ports !== undefined;
  }

  get ca(): CertificateAuthority {
    return this.#ca;
  }

  /** A client with an administrator's rights. */
  get client(): KubeClient {
    return this.#client ?? this.#connect();
  }

  /** Starts what does not run, grants Slipway its rights and brings the nodes to the wanted number. */
  async up(): Promise<void> {
    const fresh = !this.#etcd.pid && !this.#apiServer.pid;
    if (fresh || !this.#ports) {
      await this.#choosePorts();
    }
    await this.#startEtcd();
    await this.startApiServer();
    if (this.spec.argoRollouts) {
      // its controller ends where these are not served
      await installRollouts(this.client, this.#tools);
    }
    if (this.spec.controllers !== false) {
      await this.#startControllers();
    }
    this.#serviceAccountToken = await grantAccess(
      this.client,
      this.#serviceAccountToken,
    );
    this.#state.write(this.#path('slipway.token'), this.#serviceAccountToken);
    await this.scaleNodes(this.spec.pools ?? []);
  }

  /** Stops all processes of the cluster; its objects stay. */
  async down(): Promise<void> {
    await Promise.all(this.#controllers.map(controller => controller.stop()));
    await this.stopApiServer();
    await this.#etcd.stop();
    await this.close();
  }

  /** Closes the connections of this object; the cluster goes on. */
  async close(): Promise<void> {
    await this.#client?.close();
    this.#client = undefined;
  }

  /** Creates and deletes simulated nodes until there are as many as the pools say. */
  async scaleNodes(pools: NodePool[]): Promise<void> {
    await syncNodes(this.client, { ...this.spec, pools });
  }

  /** What runs, its memory and its log file. */
  status(): ProcessInfo[] {
    const [controllerManager, scheduler, kwok, argoRollouts] =
      this.#controllers;
    return [
      this.#etcd,
      this.#apiServer,
      ...(this.spec.controllers === false
        ? []
        : [controllerManager, scheduler]),
      ...(this.spec.pools?.length ? [kwok] : []),
      ...(this.spec.argoRollouts ? [argoRollouts] : []),
    ].map(managed => managed.info);
  }

  /** Sends a request as an administrator and returns whatever is answered. */
  async request<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    options?: RequestOptions,
  ): Promise<KubeResponse<T>> {
    return this.client.request<T>(method, path, body, options);
  }

  /** Starts the API server, or thaws it, and returns once it is ready. */
  async startApiServer(): Promise<void> {
    this.thawApiServer();
    const flags = apiServerFlags(this.#files, this.ports);
    await this.#apiServer.stopOutdated(flags);
    await this.#apiServer.start(this.#tools.binary('kube-apiserver'), flags);
    await waitFor(
      `the API server of ${this.name}`,
      async () => {
        if (!this.#apiServer.pid) {
          throw new Error(
            `The API server of ${
              this.name
            } ended:\n${this.#apiServer.logTail()}`,
          );
        }
        return this.isReady();
      },
      { timeoutMs: READY_TIMEOUT_MS },
    );
  }

  /** Ends the API server as a crash would, after a short grace period; etcd goes on. */
  async stopApiServer(): Promise<void> {
    await this.#apiServer.stop({ graceMs: API_SERVER_GRACE_MS });
    // a kept connection to the old process would fail the first request to the next one
    await this.close();
  }

  async restartApiServer(): Promise<void> {
    await this.stopApiServer();
    await this.startApiServer();
  }

  /** Stops the API server's clock: connections stay open and nothing is answered. */
  freezeApiServer(): void {
    this.#apiServer.freeze();
  }

  thawApiServer(): void {
    this.#apiServer.signal('SIGCONT');
  }

  /** Keeps a copy of all objects as they are now, for {@link Cluster.rewind}. */
  saveState(): void {
    this.#backup.save();
  }

  /**
   * Puts etcd back to what was saved, at the revision that it had: what was written since is gone, and versions are
   * given a second time. The whole control plane starts anew, as Kubernetes asks of who restores a backup.
   *
   * @throws Error when nothing was saved
   */
  async rewind(): Promise<void> {
    await Promise.all(this.#controllers.map(controller => controller.stop()));
    await this.stopApiServer();
    await this.#etcd.stop();
    this.#backup.restore();
    await this.#startEtcd();
    await this.startApiServer();
    await this.#startControllers();
  }

  /** Whether the API server answers that it is ready. */
  async isReady(): Promise<boolean> {
    try {
      const timeoutMs = READY_REQUEST_TIMEOUT_MS;
      const { status } = await this.request('GET', '/readyz', undefined, {
        timeoutMs,
      });
      return status === 200;
    } catch {
      return false;
    }
  }

  /** Version of the API server without its leading v; undefined when it does not answer. */
  async version(): Promise<string | undefined> {
    try {
      const { body } = await this.request<{ gitVersion?: string }>(
        'GET',
        '/version',
        undefined,
        { timeoutMs: READY_REQUEST_TIMEOUT_MS },
      );
      return body.gitVersion?.replace(/^v/, '');
    } catch {
      return undefined;
    }
  }

  async #startEtcd(): Promise<void> {
    await this.#etcd.start(
      this.#tools.binary('etcd'),
      etcdFlags(this.#files, this.ports),
    );
  }

  async #startControllers(): Promise<void> {
    const [controllerManager, scheduler, kwok, argoRollouts] =
      this.#controllers;
    const flags = controllerManagerFlags(this.#files, this.ports);
    await controllerManager.stopOutdated(flags);
    await controllerManager.start(
      this.#tools.binary('kube-controller-manager'),
      flags,
    );
    await scheduler.start(
      this.#tools.binary('kube-scheduler'),
      schedulerFlags(this.#files, this.ports),
    );
    if (this.spec.pools?.length) {
      this.#writeStages();
      await kwok.start(
        this.#tools.binary('kwok'),
        kwokFlags(this.#files, this.ports),
      );
    }
    if (this.spec.argoRollouts) {
      await argoRollouts.start(
        this.#tools.binary('rollouts-controller'),
        argoRolloutsFlags(this.#files),
      );
    }
  }

  async #choosePorts(): Promise<void> {
    this.#ports = await choosePorts(this.#ports);
    this.#state.writeJson(this.#path('ports.json'), this.#ports);
    const text = kubeconfigOf([this]);
    this.#state.write(this.#path('kubeconfig'), text);
    await this.close();
  }

  #writeStages(): void {
    const sources = this.#tools
      .manifests('kwok')
      .map(file => readFileSync(this.#tools.manifest('kwok', file), 'utf8'));
    this.#state.write(this.#path('kwok-stages.yaml'), kwokStages(sources));
  }

  #connect(): KubeClient {
    this.#client = KubeClient.create({
      url: this.url,
      caPem: this.#ca.certPem,
      token: this.adminToken,
    });
    return this.#client;
  }

  #path(file: string): string {
    return `clusters/${this.spec.name}/${file}`;
  }
}

function notUp(name: string): never {
  throw new Error(`Cluster ${name} has not been started yet`);
}
