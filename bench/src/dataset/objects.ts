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
import { managedFields } from './managedFields';
import { podSpec, podStatus, type PodPlace } from './podParts';

/** An object, and where an API server keeps it in etcd. */
export interface StoredObject {
  key: string;
  object: object;
}

/** One app in one cluster, with the number of pods that its objects tell of. */
export interface AppOfCluster {
  cluster: string;
  app: string;
  namespace: string;
  pods: number;
}

interface Parts {
  apiVersion: string;
  kind: string;
  /** Name of the kind in etcd's keys. */
  place: string;
  /** Empty for what has none. */
  namespace?: string;
  name: string;
  metadata?: object;
  spec?: object;
  data?: object;
  status?: object;
}

const AT = '2026-11-22T08:00:00Z';
const READY = { type: 'Ready', status: 'True', lastTransitionTime: AT };
/** A kubelet takes 110 by default. */
export const PODS_PER_NODE = 100;

export function namespaceObject(cluster: string, name: string): StoredObject {
  return stored(cluster, {
    apiVersion: 'v1',
    kind: 'Namespace',
    place: 'namespaces',
    name,
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  });
}

export function nodeObject(cluster: string, index: number): StoredObject {
  const name = nodeName(index);
  const resources = { cpu: '64', memory: '256Gi', pods: '110' };
  return stored(cluster, {
    apiVersion: 'v1',
    kind: 'Node',
    // The name that nodes had first.
    place: 'minions',
    name,
    metadata: {
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/zone': `zone-${index % 3}`,
      },
    },
    spec: {},
    status: {
      capacity: resources,
      allocatable: resources,
      conditions: [{ ...READY, lastHeartbeatTime: AT }],
    },
  });
}

/** What an app has in a cluster beside its pods: Deployment, ReplicaSet, Service and ConfigMap. */
export function appObjects(of: AppOfCluster): StoredObject[] {
  const { cluster, app, namespace, pods } = of;
  const template = { metadata: { labels: labels(app) }, spec: podSpec(app) };
  const common = { namespace, metadata: { labels: labels(app) } };
  const replicas = {
    observedGeneration: 1,
    replicas: pods,
    readyReplicas: pods,
    availableReplicas: pods,
  };
  return [
    stored(cluster, {
      ...common,
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      place: 'deployments',
      name: app,
      spec: { replicas: pods, selector: selector(app), template },
      status: {
        ...replicas,
        updatedReplicas: pods,
        conditions: [{ ...READY, type: 'Available' }],
      },
    }),
    stored(cluster, {
      ...common,
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      place: 'replicasets',
      name: replicaSetName(app),
      metadata: {
        labels: podLabels(app),
        ownerReferences: [owner(of, 'Deployment', app)],
      },
      spec: {
        replicas: pods,
        selector: { matchLabels: podLabels(app) },
        template: { ...template, metadata: { labels: podLabels(app) } },
      },
      status: { ...replicas, fullyLabeledReplicas: pods },
    }),
    stored(cluster, {
      ...common,
      apiVersion: 'v1',
      kind: 'Service',
      place: 'services/specs',
      name: app,
      spec: {
        type: 'ClusterIP',
        clusterIP: 'None',
        selector: labels(app),
        ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }],
      },
      status: { loadBalancer: {} },
    }),
    stored(cluster, {
      ...common,
      apiVersion: 'v1',
      kind: 'ConfigMap',
      place: 'configmaps',
      name: app,
      data: { 'app.conf': `name: ${app}\nlog: info\n`.repeat(20) },
    }),
  ];
}

/** Where a pod is kept; quicker to have than the pod. */
export function podKey({ app, namespace }: AppOfCluster, index: number) {
  return `/registry/pods/${namespace}/${podName(app, index)}`;
}

/** A pod as a Deployment, a scheduler and a kubelet leave it: some 7 kB, and 4 kB of `managedFields`. */
export function podObject(
  of: AppOfCluster,
  index: number,
  nodes: number,
): StoredObject {
  const { cluster, app, namespace } = of;
  const node = parseInt(digest(`${app}/${index}`).slice(0, 8), 16) % nodes;
  const spec = podSpec(app);
  const place: PodPlace = { node: nodeName(node), nodeIndex: node, index };
  return stored(cluster, {
    apiVersion: 'v1',
    kind: 'Pod',
    place: 'pods',
    namespace,
    name: podName(app, index),
    metadata: {
      generateName: `${replicaSetName(app)}-`,
      labels: podLabels(app),
      annotations: {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': '9090',
      },
      ownerReferences: [owner(of, 'ReplicaSet', replicaSetName(app))],
    },
    spec: { ...spec, nodeName: place.node },
    status: podStatus(spec.containers, place, digest),
  });
}

function stored(
  cluster: string,
  { apiVersion, kind, place, namespace, name, ...parts }: Parts,
): StoredObject {
  const metadata = {
    name,
    ...(namespace ? { namespace } : {}),
    uid: uidOf(cluster, kind, namespace, name),
    creationTimestamp: AT,
    generation: 1,
    ...parts.metadata,
  };
  const object = { apiVersion, kind, ...parts, metadata };
  return {
    key: ['/registry', place, namespace, name].filter(Boolean).join('/'),
    object: {
      ...object,
      metadata: {
        ...metadata,
        managedFields: managedFields(object, {
          object: 'kube-controller-manager',
          status: 'kubelet',
        }),
      },
    },
  };
}

function owner(
  { cluster, namespace }: AppOfCluster,
  kind: string,
  name: string,
) {
  return {
    apiVersion: 'apps/v1',
    kind,
    name,
    uid: uidOf(cluster, kind, namespace, name),
    controller: true,
    blockOwnerDeletion: true,
  };
}

function labels(app: string) {
  return {
    'app.kubernetes.io/name': app,
    'app.kubernetes.io/managed-by': 'bench',
    'backstage.io/kubernetes-id': app,
  };
}

function podLabels(app: string) {
  return { ...labels(app), 'pod-template-hash': templateHash(app) };
}

function selector(app: string) {
  return { matchLabels: { 'app.kubernetes.io/name': app } };
}

function nodeName(index: number): string {
  return `bench-node-${index}`;
}

function replicaSetName(app: string): string {
  return `${app}-${templateHash(app)}`;
}

function podName(app: string, index: number): string {
  const suffix = digest(`${app}/${index}`).slice(0, 4);
  return `${replicaSetName(app)}-${suffix}${index}`;
}

function templateHash(app: string): string {
  return digest(app).slice(0, 10);
}

/** The same for the same object each time, so that others can refer to it without asking. */
function uidOf(...names: Array<string | undefined>): string {
  return digest(names.join('/')).replace(
    /^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/,
    '$1-$2-4$3-a$4-$5',
  );
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
