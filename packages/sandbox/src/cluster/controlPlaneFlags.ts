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

import { ControlPlaneFiles } from './controlPlaneFiles';
import { ClusterPorts } from './Ports';

const SERVICE_CIDR = '10.0.0.0/16';
/**
 * The stock 20 and 30 requests per second are for machines shared with others; with them 10,000 simulated pods take
 * twelve minutes.
 */
const CLIENT_QPS = ['--kube-api-qps=500', '--kube-api-burst=1000'];
/** The stock five minutes are longer than a person who tries something out waits. */
const DOWNSCALE_AFTER = '1m';

/** Where etcd keeps its data. */
export function etcdDataDir(files: ControlPlaneFiles): string {
  return `${files.dir}/etcd`;
}

/** Only the API server can talk to etcd: both show certificates of the cluster's authority. */
export function etcdFlags(
  files: ControlPlaneFiles,
  ports: ClusterPorts,
): string[] {
  const client = `https://127.0.0.1:${ports.etcd}`;
  const peer = `https://127.0.0.1:${ports.etcdPeer}`;
  return [
    '--name=sandbox',
    `--data-dir=${etcdDataDir(files)}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=sandbox=${peer}`,
    `--cert-file=${files.etcd.certFile}`,
    `--key-file=${files.etcd.keyFile}`,
    `--trusted-ca-file=${files.caFile}`,
    '--client-cert-auth',
    `--peer-cert-file=${files.etcd.certFile}`,
    `--peer-key-file=${files.etcd.keyFile}`,
    `--peer-trusted-ca-file=${files.caFile}`,
    '--peer-client-cert-auth',
    // a sandbox that the machine takes down with it is made anew
    '--unsafe-no-fsync',
    '--log-level=warn',
  ];
}

export function apiServerFlags(
  files: ControlPlaneFiles,
  ports: ClusterPorts,
): string[] {
  return [
    `--etcd-servers=https://127.0.0.1:${ports.etcd}`,
    `--etcd-cafile=${files.caFile}`,
    `--etcd-certfile=${files.etcd.certFile}`,
    `--etcd-keyfile=${files.etcd.keyFile}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${ports.api}`,
    `--tls-cert-file=${files.serving.certFile}`,
    `--tls-private-key-file=${files.serving.keyFile}`,
    `--client-ca-file=${files.caFile}`,
    `--token-auth-file=${files.tokenFile}`,
    '--anonymous-auth=false',
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction,PodSecurity',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${files.serviceAccount.publicKeyFile}`,
    `--service-account-signing-key-file=${files.serviceAccount.privateKeyFile}`,
    `--service-cluster-ip-range=${SERVICE_CIDR}`,
    '--endpoint-reconciler-type=none',
    `--kubelet-client-certificate=${files.kubeletClient.certFile}`,
    `--kubelet-client-key=${files.kubeletClient.keyFile}`,
    `--kubelet-certificate-authority=${files.caFile}`,
    // shown to the APIs that requests are passed to
    `--proxy-client-cert-file=${files.frontProxyClient.certFile}`,
    `--proxy-client-key-file=${files.frontProxyClient.keyFile}`,
    '--kubelet-preferred-address-types=InternalIP,Hostname',
    '--profiling=false',
  ];
}

export function controllerManagerFlags(
  files: ControlPlaneFiles,
  ports: ClusterPorts,
): string[] {
  return [
    ...controllerFlags(files, ports.controllerManager),
    `--service-account-private-key-file=${files.serviceAccount.privateKeyFile}`,
    `--root-ca-file=${files.caFile}`,
    '--use-service-account-credentials=true',
    `--horizontal-pod-autoscaler-downscale-stabilization=${DOWNSCALE_AFTER}`,
  ];
}

export function schedulerFlags(
  files: ControlPlaneFiles,
  ports: ClusterPorts,
): string[] {
  return controllerFlags(files, ports.scheduler);
}

/** Only nodes with KWOK's annotation are played, so that a real node is left alone. */
export function kwokFlags(
  files: ControlPlaneFiles,
  ports: ClusterPorts,
): string[] {
  return [
    `--kubeconfig=${files.kubeconfig}`,
    `--config=${files.dir}/kwok-stages.yaml`,
    '--manage-all-nodes=false',
    '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
    '--node-lease-duration-seconds=40',
    '--node-ip=127.0.0.1',
    '--cidr=10.128.0.0/16',
    `--server-address=127.0.0.1:${ports.kwok}`,
  ];
}

/**
 * The controller can only listen on all interfaces, for health and metrics, which nobody asks here. With a port that
 * does not exist it logs two lines and goes on without (controller/controller.go, Run).
 */
export function argoRolloutsFlags(files: ControlPlaneFiles): string[] {
  return [
    `--kubeconfig=${files.kubeconfig}`,
    '--leader-elect=false',
    '--metricsPort=-1',
    '--healthzPort=-1',
    '--qps=200',
    '--burst=400',
  ];
}

function controllerFlags(files: ControlPlaneFiles, port: number): string[] {
  return [
    `--kubeconfig=${files.kubeconfig}`,
    `--authentication-kubeconfig=${files.kubeconfig}`,
    `--authorization-kubeconfig=${files.kubeconfig}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    ...CLIENT_QPS,
  ];
}
