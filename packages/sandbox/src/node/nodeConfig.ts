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

import { totalmem } from 'node:os';
import { stringify } from 'yaml';
import { PAUSE_IMAGE } from '../image';
import { KeyPairFiles } from '../pki';
import { NodeLayout } from './NodeLayout';
import { NodePrograms } from './requirements';

const MIB = 1024 ** 2;

/** containerd's configuration: overlayfs, loopback only, all in the node's folder. */
export function containerdConfig(
  layout: NodeLayout,
  programs: NodePrograms,
): string {
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return `version = 2
root = "${layout.dir}/containerd-root"
state = "${layout.dir}/containerd-state"
oom_score = 0
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
[grpc]
  address = "${layout.socket}"
[metrics]
  address = ""
[${cri}]
  stream_server_address = "127.0.0.1"
  stream_server_port = "0"
  sandbox_image = "${PAUSE_IMAGE}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  enable_selinux = false
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true
[${cri}.cni]
  bin_dir = "${programs.cniDir}"
  conf_dir = "${layout.dir}/cni"
  max_conf_num = 1
[${cri}.containerd]
  snapshotter = "overlayfs"
  default_runtime_name = "runc"
[${cri}.containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[${cri}.containerd.runtimes.runc.options]
  SystemdCgroup = false
  BinaryName = "${programs.runc}"
  Root = "${layout.dir}/runc"
`;
}

/** A bridge without gateway and masquerading: host and pods reach each other, and pods reach nothing else. */
export function cniConfig(layout: NodeLayout, network: string): string {
  return JSON.stringify({
    cniVersion: '1.0.0',
    name: layout.name,
    plugins: [
      {
        type: 'bridge',
        bridge: layout.bridge,
        isGateway: false,
        ipMasq: false,
        mtu: 1400,
        ipam: {
          type: 'host-local',
          dataDir: `${layout.dir}/cni-ipam`,
          ranges: [
            [
              {
                subnet: `${network}.0/24`,
                rangeStart: `${network}.10`,
                gateway: `${network}.1`,
              },
            ],
          ],
        },
      },
    ],
  });
}

/** The kubelet's configuration, for cgroup v1, beside other programs on the same machine. */
export function kubeletConfig(options: {
  layout: NodeLayout;
  network: string;
  port: number;
  healthPort: number;
  caFile: string;
  certFile: string;
  keyFile: string;
}): string {
  const { layout } = options;
  return stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: '127.0.0.1',
    port: options.port,
    readOnlyPort: 0,
    healthzBindAddress: '127.0.0.1',
    healthzPort: options.healthPort,
    tlsCertFile: options.certFile,
    tlsPrivateKeyFile: options.keyFile,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: options.caFile },
    },
    authorization: { mode: 'Webhook' },
    containerRuntimeEndpoint: `unix://${layout.socket}`,
    failCgroupV1: false,
    cgroupDriver: 'cgroupfs',
    cgroupsPerQOS: true,
    cgroupRoot: `/${layout.cgroup}`,
    enforceNodeAllocatable: ['pods'],
    // the machine has other things to do
    systemReserved: {
      cpu: '200m',
      memory: `${Math.floor(totalmem() / MIB / 2)}Mi`,
    },
    failSwapOn: false,
    oomScoreAdj: 0,
    makeIPTablesUtilChains: false,
    protectKernelDefaults: false,
    resolvConf: '',
    clusterDNS: [`${options.network}.1`],
    clusterDomain: 'cluster.local',
    podLogsDir: `${layout.dir}/pod-logs`,
    volumePluginDir: `${layout.dir}/volumeplugins`,
    maxPods: 30,
    serializeImagePulls: false,
    nodeStatusUpdateFrequency: '5s',
    nodeLeaseDurationSeconds: 40,
    // at 30 s "Error" lingers before CrashLoopBackOff shows
    syncFrequency: '5s',
    evictionHard: {
      'memory.available': '200Mi',
      'nodefs.available': '2%',
      'imagefs.available': '2%',
      'nodefs.inodesFree': '1%',
    },
    imageGCHighThresholdPercent: 97,
    imageGCLowThresholdPercent: 95,
    seccompDefault: true,
  });
}

/** How the kubelet reaches the API server: with a certificate that makes it the node of its name. */
export function kubeletKubeconfig(
  url: string,
  caFile: string,
  client: KeyPairFiles,
): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'node',
    clusters: [
      {
        name: 'cluster',
        cluster: { server: url, 'certificate-authority': caFile },
      },
    ],
    users: [
      {
        name: 'kubelet',
        user: {
          'client-certificate': client.certFile,
          'client-key': client.keyFile,
        },
      },
    ],
    contexts: [
      { name: 'node', context: { cluster: 'cluster', user: 'kubelet' } },
    ],
  });
}
