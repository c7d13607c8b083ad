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

import { mkdirSync, rmSync } from 'node:fs';
import { arch } from 'node:os';
import { Cluster } from '../cluster';
import { busyboxImages, ociImage } from '../image';
import {
  findProcesses,
  ManagedProcess,
  ProcessInfo,
  runCommand,
} from '../process';
import { StateDir } from '../state';
import { Toolbox } from '../tools';
import { waitFor } from '../wait';
import {
  containerProcesses,
  ensureBridge,
  ensureCgroups,
  readSysctls,
  removeBridge,
  removeCgroups,
  writeSysctls,
} from './hostSetup';
import { registerNode } from './registerNode';
import {
  cniConfig,
  containerdConfig,
  kubeletConfig,
  kubeletKubeconfig,
} from './nodeConfig';
import { NodeLayout, nodeLayout } from './NodeLayout';
import { NodePrograms } from './requirements';

const START_TIMEOUT_MS = 60_000;
const TASKS_TIMEOUT_MS = 20_000;
const HOLDER = 'slipway-node-holder';
const NAMESPACE = 'k8s.io';
/** Paths that kubelet, containerd and CNI plugins do not let one choose; a folder of the node covers each. */
const PRIVATE_MOUNTS = [
  '/var/lib/kubelet',
  '/var/lib/cni',
  '/var/log/containers',
];
/** The same, for what need not outlive the node. */
const PRIVATE_TMPFS = ['/run/containerd', '/run/netns'];

/**
 * A real node: the kubelet and containerd in a mount namespace, a cgroup root and a bridge of their own. Whatever
 * they mount lives and ends in that namespace, so that stopping the node leaves nothing on the machine.
 */
export class RealNode {
  readonly name: string;
  readonly #cluster: Cluster;
  readonly #state: StateDir;
  readonly #tools: Toolbox;
  readonly #programs: NodePrograms;
  readonly #layout: NodeLayout;
  readonly #holder: ManagedProcess;
  readonly #containerd: ManagedProcess;
  readonly #kubelet: ManagedProcess;

  static create(options: {
    cluster: Cluster;
    state: StateDir;
    tools: Toolbox;
    programs: NodePrograms;
  }): RealNode {
    return new RealNode(options);
  }

  private constructor(options: {
    cluster: Cluster;
    state: StateDir;
    tools: Toolbox;
    programs: NodePrograms;
  }) {
    const { cluster, state } = options;
    this.name = `${cluster.name}-real-0`;
    this.#cluster = cluster;
    this.#state = state;
    this.#tools = options.tools;
    this.#programs = options.programs;
    this.#layout = nodeLayout(state, this.name);
    this.#holder = ManagedProcess.create(state, `${this.name}-holder`);
    this.#containerd = ManagedProcess.create(state, `${this.name}-containerd`);
    this.#kubelet = ManagedProcess.create(state, `${this.name}-kubelet`);
  }

  get processes(): ManagedProcess[] {
    return [this.#holder, this.#containerd, this.#kubelet];
  }

  status(): ProcessInfo[] {
    return this.processes.map(managed => managed.info);
  }

  /** Starts the node and returns once Kubernetes says that it is ready. */
  async up(): Promise<void> {
    this.#makeDirs();
    await this.#startHolder();
    const network = await ensureBridge(this.#layout);
    this.#write('cni/10-bridge.conflist', cniConfig(this.#layout, network));
    ensureCgroups(this.#layout);
    await this.#startContainerd();
    await this.#importImages();
    await registerNode(this.#cluster, this.name);
    await this.#startKubelet(network);
    await waitFor(
      `node ${this.name}`,
      async () => {
        if (!this.#kubelet.pid) {
          throw new Error(`The kubelet ended:\n${this.#kubelet.logTail()}`);
        }
        return this.#isReady();
      },
      { timeoutMs: START_TIMEOUT_MS, intervalMs: 200 },
    );
  }

  /** Ends the node as a reboot would: its pods and images are there again after the next start. */
  async down(): Promise<void> {
    await this.#kubelet.stop();
    await this.#endContainers();
    await this.#containerd.stop();
    const shims = findProcesses('containerd-shim', this.#layout.socket);
    shims.forEach(endProcess);
    await this.#holder.stop();
    await removeBridge(this.#layout);
    await removeCgroups(this.#layout);
    this.#restoreSysctls();
    const { dir, socket } = this.#layout;
    ['containerd-state', 'cni-ipam', 'runc', 'private'].forEach(leftover =>
      rmSync(`${dir}/${leftover}`, { recursive: true, force: true }),
    );
    [socket, `${socket}.ttrpc`].forEach(file => rmSync(file, { force: true }));
  }

  #makeDirs(): void {
    const dirs = ['cni', 'kubelet', ...PRIVATE_MOUNTS.map(privateDir)];
    dirs.forEach(dir => this.#state.mkdir(this.#layout.folder, dir));
  }

  async #startHolder(): Promise<void> {
    const { dir } = this.#layout;
    const script = [
      'set -e',
      ...PRIVATE_MOUNTS.map(
        path =>
          `mkdir -p ${path}; mount --bind "$0/${privateDir(path)}" ${path}`,
      ),
      ...PRIVATE_TMPFS.map(
        path => `mkdir -p ${path}; mount -t tmpfs tmpfs ${path}`,
      ),
      `exec -a "${HOLDER} $0" sleep infinity`,
    ].join('\n');
    await this.#holder.start(
      'unshare',
      ['-m', '--propagation', 'private', 'bash', '-c', script, dir],
      { program: HOLDER },
    );
    await waitFor(
      `the mount namespace of ${this.name}`,
      () => findProcesses(`${HOLDER} ${dir} infinity`).length > 0,
      { timeoutMs: START_TIMEOUT_MS },
    );
  }

  async #startContainerd(): Promise<void> {
    const config = this.#write(
      'containerd.toml',
      containerdConfig(this.#layout, this.#programs),
    );
    await this.#startInside(this.#containerd, 'containerd', [
      this.#programs.containerd,
      '--config',
      config,
    ]);
    await waitFor(
      'containerd',
      async () => {
        try {
          await this.#ctr('version');
          return true;
        } catch {
          return false;
        }
      },
      { timeoutMs: START_TIMEOUT_MS },
    );
  }

  async #importImages(): Promise<void> {
    const present = (await this.#ctr('images', 'ls', '-q')).split('\n');
    const architecture = arch() === 'x64' ? 'amd64' : arch();
    for (const image of busyboxImages(this.#programs.busybox)) {
      if (!present.includes(image.name)) {
        const file = this.#write('image.tar', ociImage(image, architecture));
        await this.#ctr('images', 'import', file);
        rmSync(file);
      }
    }
  }

  async #startKubelet(network: string): Promise<void> {
    const { ca, ports } = this.#cluster;
    const identity = {
      commonName: `system:node:${this.name}`,
      organization: 'system:nodes',
    };
    const client = await ca.issue(`${this.name}-client`, identity);
    const serving = await ca.issue(`${this.name}-serving`, {
      ...identity,
      dnsNames: [this.name, 'localhost'],
      ipAddresses: ['127.0.0.1'],
    });
    const kubeconfig = this.#write(
      'kubelet.kubeconfig',
      kubeletKubeconfig(this.#cluster.url, ca.certFile, client),
    );
    const config = this.#write(
      'kubelet.yaml',
      kubeletConfig({
        layout: this.#layout,
        network,
        port: ports.kubelet,
        healthPort: ports.kubeletHealth,
        caFile: ca.certFile,
        ...serving,
      }),
    );
    if (!this.#state.read(this.#sysctlFile)) {
      this.#state.writeJson(this.#sysctlFile, readSysctls());
    }
    await this.#startInside(this.#kubelet, 'kubelet', [
      this.#tools.binary('kubelet'),
      `--config=${config}`,
      `--kubeconfig=${kubeconfig}`,
      `--hostname-override=${this.name}`,
      // a loopback address is refused unless an outside provider set it
      '--cloud-provider=external',
      `--root-dir=${this.#layout.dir}/kubelet`,
      `--cert-dir=${this.#layout.dir}/pki`,
    ]);
  }

  async #startInside(
    managed: ManagedProcess,
    program: string,
    command: string[],
  ): Promise<void> {
    const holder = this.#holder.pid;
    if (!holder) {
      throw new Error(
        `The mount namespace of ${
          this.name
        } is gone:\n${this.#holder.logTail()}`,
      );
    }
    await managed.start('nsenter', ['-t', `${holder}`, '-m', ...command], {
      program,
    });
  }

  async #endContainers(): Promise<void> {
    await waitFor(
      `the containers of ${this.name} to end`,
      () => {
        const left = containerProcesses(this.#layout);
        left.forEach(endProcess);
        return left.length === 0;
      },
      { timeoutMs: TASKS_TIMEOUT_MS },
    );
    if (!this.#containerd.pid) {
      return;
    }
    const tasks = await this.#ctr('tasks', 'ls', '-q');
    for (const task of tasks.split('\n').filter(Boolean)) {
      await this.#ctr('tasks', 'rm', '-f', task).catch(() => undefined);
    }
  }

  #restoreSysctls(): void {
    const saved = this.#state.readJson<Record<string, string>>(
      this.#sysctlFile,
    );
    if (saved && findProcesses('kubelet', '--config=').length === 0) {
      writeSysctls(saved);
      rmSync(this.#state.path(this.#sysctlFile));
    }
  }

  async #isReady(): Promise<boolean> {
    const { body } = await this.#cluster.request<{
      status?: { conditions?: Array<{ type: string; status: string }> };
    }>('GET', `/api/v1/nodes/${this.name}`);
    return (
      body.status?.conditions?.some(
        ({ type, status }) => type === 'Ready' && status === 'True',
      ) ?? false
    );
  }

  async #ctr(...args: string[]): Promise<string> {
    return runCommand(this.#programs.ctr, [
      '--address',
      this.#layout.socket,
      '--namespace',
      NAMESPACE,
      ...args,
    ]);
  }

  #write(file: string, content: string | Uint8Array): string {
    mkdirSync(this.#layout.dir, { recursive: true });
    return this.#state.write(`${this.#layout.folder}/${file}`, content);
  }

  get #sysctlFile(): string {
    return `${this.#layout.folder}/sysctls.json`;
  }
}

function privateDir(path: string): string {
  return `private/${path.split('/').pop()}`;
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}
