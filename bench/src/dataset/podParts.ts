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

const AT = '2026-11-22T08:00:00Z';
const REGISTRY = 'registry.bench.test';

/** Where a pod runs, and which of its app's it is. */
export interface PodPlace {
  node: string;
  nodeIndex: number;
  index: number;
}

/** Three containers with what people commonly write, and what an API server adds. */
export function podSpec(app: string) {
  return {
    containers: ['main', 'proxy', 'log-agent'].map((name, index) =>
      container(app, name, 8080 + index),
    ),
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    serviceAccount: 'default',
    securityContext: {},
    schedulerName: 'default-scheduler',
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
    tolerations: ['not-ready', 'unreachable'].map(taint => ({
      key: `node.kubernetes.io/${taint}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 300,
    })),
  };
}

/** Running and ready. */
export function podStatus(
  containers: Array<{ name: string; image: string }>,
  { nodeIndex, index }: PodPlace,
  digest: (text: string) => string,
) {
  const hostIP = `192.168.${Math.floor(nodeIndex / 256)}.${nodeIndex % 256}`;
  const podIP = `10.${Math.floor(index / 62_500) + 1}.${
    Math.floor(index / 250) % 250
  }.${1 + (index % 250)}`;
  return {
    phase: 'Running',
    qosClass: 'Burstable',
    startTime: AT,
    hostIP,
    hostIPs: [{ ip: hostIP }],
    podIP,
    podIPs: [{ ip: podIP }],
    conditions: [
      'PodReadyToStartContainers',
      'Initialized',
      'Ready',
      'ContainersReady',
      'PodScheduled',
    ].map(type => ({
      type,
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: AT,
    })),
    containerStatuses: containers.map(({ name, image }) => ({
      name,
      image,
      imageID: `${image.split(':')[0]}@sha256:${digest(image)}`,
      containerID: `containerd://${digest(`${name}/${nodeIndex}/${index}`)}`,
      ready: true,
      started: true,
      restartCount: 0,
      lastState: {},
      state: { running: { startedAt: AT } },
    })),
  };
}

function container(app: string, name: string, port: number) {
  const field = (fieldPath: string) => ({
    valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } },
  });
  const probe = (path: string) => ({
    httpGet: { path, port, scheme: 'HTTP' },
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  });
  return {
    name,
    image: `${REGISTRY}/${app}/${name}:1.0.0`,
    ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
    env: [
      { name: 'APP', value: app },
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'POD', ...field('metadata.name') },
      { name: 'NODE', ...field('spec.nodeName') },
    ],
    resources: {
      requests: { cpu: '50m', memory: '64Mi' },
      limits: { cpu: '500m', memory: '256Mi' },
    },
    livenessProbe: probe('/healthz'),
    readinessProbe: probe('/ready'),
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    securityContext: {
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}
