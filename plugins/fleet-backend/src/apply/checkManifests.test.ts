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

import { ConfigReader } from '@backstage/config';
import type { KubernetesObject } from '@slipway/backstage-plugin-fleet-common';
import { groupKind, readApplyConfig } from './ApplyConfig';
import { checkManifests } from './checkManifests';

const config = readApplyConfig(new ConfigReader({}));

function deployment(pod: object = {}, container: object = {}) {
  return object('apps/v1', 'Deployment', {
    spec: {
      template: {
        spec: {
          containers: [{ name: 'app', image: 'a', ...container }],
          ...pod,
        },
      },
    },
  });
}

function object(
  apiVersion: string,
  kind: string,
  more: object = {},
  metadata: object = {},
): KubernetesObject {
  return { apiVersion, kind, metadata: { name: 'feed', ...metadata }, ...more };
}

/** Each kind that runs pods, around a pod's spec. */
const POD_KINDS: Record<string, (pod: object) => KubernetesObject> = {
  ...Object.fromEntries(
    [
      ['apps/v1', 'Deployment'],
      ['apps/v1', 'StatefulSet'],
      ['apps/v1', 'DaemonSet'],
      ['apps/v1', 'ReplicaSet'],
      ['v1', 'ReplicationController'],
      ['batch/v1', 'Job'],
      ['argoproj.io/v1alpha1', 'Rollout'],
    ].map(([apiVersion, kind]) => [
      kind,
      (spec: object) =>
        object(apiVersion, kind, { spec: { template: { spec } } }),
    ]),
  ),
  CronJob: spec =>
    object('batch/v1', 'CronJob', {
      spec: { jobTemplate: { spec: { template: { spec } } } },
    }),
  PodTemplate: spec => object('v1', 'PodTemplate', { template: { spec } }),
  Workflow: spec =>
    object('argoproj.io/v1alpha1', 'Workflow', {
      spec: { templates: [{ podSpecs: [spec] }] },
    }),
};
const everyKind = {
  ...config,
  allowedKinds: new Set(
    Object.values(POD_KINDS).map(wrap => {
      const { apiVersion, kind } = wrap({});
      return groupKind(apiVersion, kind);
    }),
  ),
};

describe('checkManifests', () => {
  it('lets an app with all that is around it pass', () => {
    const names = [
      ['apps/v1', 'StatefulSet'],
      ['argoproj.io/v1alpha1', 'Rollout'],
      ['v1', 'Service'],
      ['v1', 'ConfigMap'],
      ['autoscaling/v2', 'HorizontalPodAutoscaler'],
      ['policy/v1', 'PodDisruptionBudget'],
      ['networking.k8s.io/v1', 'NetworkPolicy'],
      ['networking.k8s.io/v1', 'Ingress'],
      ['batch/v1', 'Job'],
      ['batch/v1', 'CronJob'],
    ];
    const pod = { volumes: [{ name: 'tmp', emptyDir: {} }] };
    const container = {
      ports: [{ containerPort: 8080 }],
      securityContext: { capabilities: { drop: ['ALL'] } },
    };
    expect(
      checkManifests(
        [
          ...names.map(([apiVersion, kind]) => object(apiVersion, kind)),
          deployment(pod, container),
        ].map((manifest, index) => ({
          ...manifest,
          metadata: { name: `feed-${index}` },
        })),
        'feed',
        config,
      ),
    ).toEqual([]);
  });

  it.each<[string, KubernetesObject]>([
    ['Secret of v1 may not be changed', object('v1', 'Secret')],
    ['Pod of v1 may not be changed', object('v1', 'Pod')],
    ['ServiceAccount of v1 may not', object('v1', 'ServiceAccount')],
    // A kind of the same name, of an API that somebody installed.
    [
      'Service of serving.knative.dev/v1 may',
      object('serving.knative.dev/v1', 'Service'),
    ],
    [
      'ClusterRole of rbac.authorization.k8s.io/v1 may not',
      object('rbac.authorization.k8s.io/v1', 'ClusterRole'),
    ],
    ['the name must be', object('v1', 'ConfigMap', {}, { name: '../feed' })],
    ['the name must be', object('v1', 'ConfigMap', {}, { name: '' })],
    [
      'metadata.ownerReferences may not be set',
      object('v1', 'ConfigMap', {}, { ownerReferences: [] }),
    ],
    [
      'metadata.finalizers may not be set',
      object('v1', 'ConfigMap', {}, { finalizers: ['a/b'] }),
    ],
    [
      'nothing may be changed in the namespace kube-system',
      object('v1', 'ConfigMap', {}, { namespace: 'kube-system' }),
    ],
    [
      // Where Slipway's own service account lives.
      'nothing may be changed in the namespace slipway-system',
      object('v1', 'ConfigMap', {}, { namespace: 'slipway-system' }),
    ],
    [
      'a namespace is not applied but created',
      object('v1', 'Namespace', {}, { name: 'feed' }),
    ],
    [
      'it names the namespace other, and the request feed',
      object('v1', 'ConfigMap', {}, { namespace: 'other' }),
    ],
    [
      'the annotation slipway.dev/initiator is written by Slipway alone',
      object(
        'v1',
        'ConfigMap',
        {},
        { annotations: { 'slipway.dev/initiator': 'user:default/lin' } },
      ),
    ],
    [
      'is not a name of a namespace',
      object('v1', 'ConfigMap', {}, { namespace: 'a.b' }),
    ],
    [
      'the annotation nginx.ingress.kubernetes.io/server-snippet is not allowed',
      object(
        'networking.k8s.io/v1',
        'Ingress',
        {},
        {
          annotations: { 'nginx.ingress.kubernetes.io/server-snippet': 'x' },
        },
      ),
    ],
  ])('refuses: %s', (message, manifest) => {
    const namespace = manifest.metadata.namespace?.match(/^other$/)
      ? 'feed'
      : manifest.metadata.namespace ?? 'feed';
    expect(checkManifests([manifest], namespace, config)).toEqual([
      {
        index: 0,
        message: expect.stringMatching(/^Manifest 1 \(/),
      },
    ]);
    expect(checkManifests([manifest], namespace, config)[0].message).toContain(
      message,
    );
  });

  it.each<[string, object, object?]>([
    ['hostNetwork', { hostNetwork: true }],
    ['hostPID', { hostPID: true }],
    ['hostIPC', { hostIPC: true }],
    ['nodeName', { nodeName: 'node-1' }],
    ['a priority class of the system', { priorityClassName: 'system-node' }],
    [
      'a Windows host process',
      { securityContext: { windowsOptions: { hostProcess: true } } },
    ],
    ['sysctls', { securityContext: { sysctls: [{ name: 'kernel.shm' }] } }],
    [
      'seccompProfile Unconfined',
      { securityContext: { seccompProfile: { type: 'Unconfined' } } },
    ],
    ['a hostPath volume', { volumes: [{ name: 'v', hostPath: {} }] }],
    ['a csi volume', { volumes: [{ name: 'v', csi: { driver: 'x' } }] }],
    ['a nfs volume', { volumes: [{ name: 'v', nfs: { server: 'x' } }] }],
    [
      "a volume with a service account's token",
      {
        volumes: [
          { name: 'v', projected: { sources: [{ serviceAccountToken: {} }] } },
        ],
      },
    ],
    ['the service account admin', { serviceAccountName: 'admin' }],
    ['the service account admin', { serviceAccount: 'admin' }],
    ['automountServiceAccountToken', { automountServiceAccountToken: true }],
    ['a privileged container', {}, { privileged: true }],
    ['allowPrivilegeEscalation', {}, { allowPrivilegeEscalation: true }],
    ['procMount', {}, { procMount: 'Unmasked' }],
    ['additional capabilities', {}, { capabilities: { add: ['SYS_ADMIN'] } }],
    ['a user or role of SELinux', {}, { seLinuxOptions: { role: 'sysadm_r' } }],
  ])(
    'refuses in every kind that has pods: %s',
    (message, pod, security = {}) => {
      for (const field of ['containers', 'initContainers']) {
        for (const [name, wrap] of Object.entries(POD_KINDS)) {
          const spec = {
            containers: [{ name: 'app', image: 'a' }],
            [field]: [{ name: 'x', image: 'a', securityContext: security }],
            ...pod,
          };
          expect(
            checkManifests([wrap(spec)], 'feed', everyKind).map(
              problem => `${name}: ${problem.message}`,
            ),
          ).toEqual([expect.stringContaining(message)]);
        }
      }
    },
  );

  it('refuses ephemeral containers and probes of other hosts', () => {
    const problems = [
      { ephemeralContainers: [{ securityContext: { privileged: true } }] },
      { containers: [{ livenessProbe: { httpGet: { host: '10.0.0.1' } } }] },
      {
        containers: [{ lifecycle: { preStop: { tcpSocket: { host: 'a' } } } }],
      },
      { containers: [{ ports: [{ hostPort: 80 }] }] },
    ].map(pod => checkManifests([deployment(pod)], 'feed', config)[0]?.message);
    expect(problems).toEqual([
      expect.stringContaining('a privileged container'),
      expect.stringContaining('a probe or hook of another host'),
      expect.stringContaining('a probe or hook of another host'),
      expect.stringContaining('hostPort'),
    ]);
  });

  it.each<[string, string | RegExp, string, object]>([
    ['external IPs', 'external IPs', 'Service', { externalIPs: ['10.0.0.1'] }],
    [
      'an external name',
      'external names',
      'Service',
      { type: 'ExternalName', externalName: 'a' },
    ],
    ['a node port', 'of type NodePort', 'Service', { type: 'NodePort' }],
    [
      'a load balancer',
      'of type LoadBalancer',
      'Service',
      { type: 'LoadBalancer' },
    ],
    ['a headless Service', /^$/, 'Service', { clusterIP: 'None' }],
    ['a host', /^$/, 'Ingress', { rules: [{ host: 'feed.example.org' }] }],
    ['no host', 'must name its host', 'Ingress', { rules: [{}] }],
    [
      'a wildcard host',
      'takes the traffic of other apps',
      'Ingress',
      { rules: [{ host: '*.other.test' }] },
    ],
    [
      'a default backend',
      'a default backend is not allowed',
      'Ingress',
      { defaultBackend: {} },
    ],
    [
      'a host that is not allowed, in tls',
      'the host other.test is not allowed',
      'Ingress',
      { rules: [], tls: [{ hosts: ['other.test'] }] },
    ],
  ])('of the network, %s', (_, message, kind, spec) => {
    const apiVersion = kind === 'Service' ? 'v1' : 'networking.k8s.io/v1';
    const problems = checkManifests(
      [object(apiVersion, kind, { spec })],
      'feed',
      { ...config, ingressHosts: ['*.example.org'] },
    );
    expect(problems.map(problem => problem.message).join()).toMatch(message);
  });

  it('refuses the same twice, and what has no namespace', () => {
    const one = object('v1', 'ConfigMap');
    const messages = (manifests: KubernetesObject[], namespace?: string) =>
      checkManifests(manifests, namespace, config).map(
        problem => problem.message,
      );
    expect(messages([one, one], 'feed')).toEqual([
      'Manifest 2 (ConfigMap feed): the same object is there twice.',
    ]);
    expect(messages([one])).toEqual([
      'Manifest 1 (ConfigMap feed): it names no namespace.',
    ]);
  });
});

describe('readApplyConfig', () => {
  const read = (apply: object, permission = {}) =>
    readApplyConfig(
      new ConfigReader({ permission, slipway: { kubernetes: { apply } } }),
    );

  it('lets changes through only when somebody decides on them', () => {
    expect(read({}).enabled).toBe(false);
    expect(read({}, { enabled: true }).enabled).toBe(true);
    expect(read({ enabled: true }).enabled).toBe(true);
    expect(read({ enabled: false }, { enabled: true }).enabled).toBe(false);
  });

  it('takes kinds by name or with their API group, but never those that give rights', () => {
    const { allowedKinds } = read({
      allowedKinds: ['ServiceAccount', 'example.org/Widget'],
    });
    expect([...allowedKinds]).toEqual([
      '/ServiceAccount',
      'example.org/Widget',
    ]);
    expect(() => read({ allowedKinds: ['Widget'] })).toThrow(
      'write it with its API group',
    );
  });

  it.each([
    '/Secret',
    'discovery.k8s.io/EndpointSlice',
    'rbac.authorization.k8s.io/RoleBinding',
  ])('never takes %s', kind => {
    expect(() => read({ allowedKinds: [kind] })).toThrow('never applies');
    expect(() => read({ namespaceRoles: ['cluster-admin'] })).toThrow(
      'never binds',
    );
  });
});
