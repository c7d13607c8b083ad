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

import { createHash } from 'node:crypto';

/** An object to create, and the status to give it afterwards. */
export interface Manifest {
  /** Of its collection. */
  path: string;
  name: string;
  body: object;
  status?: object;
}

const AT = '2026-11-22T08:00:00Z';
const REGISTRY = 'registry.bench.test';
/** As many as a kubelet takes by default is 110. */
export const PODS_PER_NODE = 100;

export interface Owner {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
}

export function namespaceManifest(name: string): Manifest {
  return {
    path: '/api/v1/namespaces',
    name,
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  };
}

/** The account that the API server wants to be there for pods; a controller makes it in other clusters. */
export function accountManifest(namespace: string): Manifest {
  return {
    path: `/api/v1/namespaces/${namespace}/serviceaccounts`,
    name: 'default',
    body: {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default' },
    },
  };
}

export function nodeManifest(index: number): Manifest {
  const name = nodeName(index);
  const resources = {
    cpu: '64',
    memory: '256Gi',
    pods: '110',
    'ephemeral-storage': '200Gi',
  };
  return {
    path: '/api/v1/nodes',
    name,
    body: {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        labels: {
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          'topology.kubernetes.io/zone': `zone-${index % 3}`,
        },
      },
    },
    status: {
      capacity: resources,
      allocatable: resources,
      conditions: [condition('Ready')],
      addresses: [{ type: 'InternalIP', address: hostIp(index) }],
    },
  };
}

export function nodeName(index: number): string {
  return `bench-node-${index}`;
}

export function deploymentManifest(
  app: string,
  namespace: string,
  pods: number,
): Manifest {
  return {
    path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
    name: app,
    body: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: app,
        labels: labels(app),
        annotations: { 'deployment.kubernetes.io/revision': '1' },
      },
      spec: controlled(app, pods),
    },
    status: {
      observedGeneration: 1,
      ...replicas(pods),
      updatedReplicas: pods,
      conditions: [
        condition('Available', 'MinimumReplicasAvailable'),
        condition('Progressing', 'NewReplicaSetAvailable'),
      ],
    },
  };
}

export function replicaSetManifest(
  app: string,
  namespace: string,
  pods: number,
  owner: Owner,
): Manifest {
  const hash = templateHash(app);
  const { selector, ...spec } = controlled(app, pods);
  const all = { ...selector.matchLabels, 'pod-template-hash': hash };
  return {
    path: `/apis/apps/v1/namespaces/${namespace}/replicasets`,
    name: `${app}-${hash}`,
    body: {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${app}-${hash}`,
        labels: { ...labels(app), 'pod-template-hash': hash },
        annotations: { 'deployment.kubernetes.io/revision': '1' },
        ownerReferences: [controller(owner)],
      },
      spec: {
        ...spec,
        selector: { matchLabels: all },
        template: {
          ...spec.template,
          metadata: {
            labels: { ...labels(app), 'pod-template-hash': hash },
          },
        },
      },
    },
    status: {
      observedGeneration: 1,
      ...replicas(pods),
      fullyLabeledReplicas: pods,
    },
  };
}

export function serviceManifest(app: string, namespace: string): Manifest {
  return {
    path: `/api/v1/namespaces/${namespace}/services`,
    name: app,
    body: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: app, labels: labels(app) },
      spec: { selector: labels(app), ports: [{ port: 80, targetPort: 8080 }] },
    },
  };
}

export function configMapManifest(app: string, namespace: string): Manifest {
  return {
    path: `/api/v1/namespaces/${namespace}/configmaps`,
    name: app,
    body: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: app, labels: labels(app) },
      data: { 'app.conf': `name: ${app}\nlog: info\n`.repeat(20) },
    },
  };
}

/** A pod as a Deployment, a scheduler and a kubelet leave it, some 7 kB without `managedFields`. */
export function podManifest(
  app: string,
  namespace: string,
  index: number,
  owner: Owner,
  nodes: number,
): Manifest {
  const hash = templateHash(app);
  const name = `${app}-${hash}-${suffix(app, index)}`;
  const node = fingerprint(`${app}/${index}`) % nodes;
  const { spec } = controlled(app, 1).template;
  return {
    path: `/api/v1/namespaces/${namespace}/pods`,
    name,
    body: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        generateName: `${app}-${hash}-`,
        labels: { ...labels(app), 'pod-template-hash': hash },
        annotations: {
          'prometheus.io/scrape': 'true',
          'prometheus.io/port': '9090',
        },
        ownerReferences: [controller(owner)],
      },
      spec: { ...spec, nodeName: nodeName(node) },
    },
    status: podStatus(spec.containers, node, index),
  };
}

function podStatus(
  containers: Array<{ name: string; image: string }>,
  node: number,
  index: number,
) {
  const podIP = `10.${1 + (node >> 8)}.${node & 255}.${1 + (index % 250)}`;
  return {
    phase: 'Running',
    qosClass: 'Burstable',
    startTime: AT,
    hostIP: hostIp(node),
    hostIPs: [{ ip: hostIp(node) }],
    podIP,
    podIPs: [{ ip: podIP }],
    conditions: [
      condition('PodReadyToStartContainers'),
      condition('Initialized'),
      condition('Ready'),
      condition('ContainersReady'),
      condition('PodScheduled'),
    ],
    containerStatuses: containers.map(({ name, image }) => ({
      name,
      image,
      imageID: `${image.split(':')[0]}@sha256:${digest(image)}`,
      containerID: `containerd://${digest(`${name}/${node}/${index}`)}`,
      ready: true,
      started: true,
      restartCount: 0,
      lastState: {},
      state: { running: { startedAt: AT } },
    })),
  };
}

function controlled(app: string, pods: number) {
  return {
    replicas: pods,
    selector: { matchLabels: { 'app.kubernetes.io/name': app } },
    template: {
      metadata: { labels: labels(app) },
      spec: {
        serviceAccountName: 'default',
        containers: ['main', 'proxy', 'log-agent'].map(name =>
          container(app, name),
        ),
      },
    },
  };
}

function container(app: string, name: string) {
  const probe = (path: string) => ({
    httpGet: { path, port: 8080 },
    periodSeconds: 10,
  });
  return {
    name,
    image: `${REGISTRY}/${app}/${name}:1.0.0`,
    ports: [{ name: `http-${name}`.slice(0, 15), containerPort: 8080 }],
    env: [
      { name: 'APP', value: app },
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      {
        name: 'NODE',
        valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } },
      },
    ],
    resources: {
      requests: { cpu: '50m', memory: '64Mi' },
      limits: { cpu: '500m', memory: '256Mi' },
    },
    livenessProbe: probe('/healthz'),
    readinessProbe: probe('/ready'),
    securityContext: {
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

function labels(app: string) {
  return {
    'app.kubernetes.io/name': app,
    'app.kubernetes.io/managed-by': 'bench',
    'backstage.io/kubernetes-id': app,
  };
}

function controller(owner: Owner) {
  return { ...owner, controller: true, blockOwnerDeletion: true };
}

function replicas(pods: number) {
  return { replicas: pods, readyReplicas: pods, availableReplicas: pods };
}

function condition(type: string, reason?: string) {
  return { type, status: 'True', reason, lastTransitionTime: AT };
}

function hostIp(index: number): string {
  return `192.168.${index >> 8}.${index & 255}`;
}

function templateHash(app: string): string {
  return digest(app).slice(0, 10);
}

function suffix(app: string, index: number): string {
  return `${digest(`${app}/${index}`).slice(0, 4)}${index}`;
}

function fingerprint(text: string): number {
  return parseInt(digest(text).slice(0, 8), 16);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
