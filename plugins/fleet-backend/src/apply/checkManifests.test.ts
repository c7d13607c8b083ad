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
import { readApplyConfig } from './ApplyConfig';
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

describe('checkManifests', () => {
  it('lets an app with all that is around it pass', () => {
    const names = [
      ['v1', 'Namespace'],
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
    expect(() =>
      checkManifests(
        [
          ...names.map(([apiVersion, kind]) => object(apiVersion, kind)),
          deployment(pod, container),
        ],
        'feed',
        config,
      ),
    ).not.toThrow();
  });

  it.each<[string, KubernetesObject]>([
    ['Secret of v1 may not be applied', object('v1', 'Secret')],
    ['Pod of v1 may not be applied', object('v1', 'Pod')],
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
      'nothing may be changed in the namespace kube-public',
      object('v1', 'Namespace', {}, { name: 'kube-public' }),
    ],
    [
      'is not a name of a namespace',
      object('v1', 'ConfigMap', {}, { namespace: 'a.b' }),
    ],
    ['hostNetwork would let', deployment({ hostNetwork: true })],
    ['hostPID would let', deployment({ hostPID: true })],
    ['nodeName would let', deployment({ nodeName: 'node-1' })],
    [
      'a priority class of the system would let',
      deployment({ priorityClassName: 'system-node-critical' }),
    ],
    [
      'a Windows host process would let',
      deployment({
        securityContext: { windowsOptions: { hostProcess: true } },
      }),
    ],
    [
      'a hostPath volume would let',
      deployment({ volumes: [{ name: 'v', hostPath: { path: '/' } }] }),
    ],
    [
      'a privileged container would let',
      deployment({}, { securityContext: { privileged: true } }),
    ],
    [
      'a privileged container would let',
      deployment({
        initContainers: [{ securityContext: { privileged: true } }],
      }),
    ],
    [
      'additional capabilities would let',
      deployment(
        {},
        { securityContext: { capabilities: { add: ['SYS_ADMIN'] } } },
      ),
    ],
    ['hostPort would let', deployment({}, { ports: [{ hostPort: 80 }] })],
    [
      'hostIPC would let',
      object('batch/v1', 'CronJob', {
        spec: {
          jobTemplate: { spec: { template: { spec: { hostIPC: true } } } },
        },
      }),
    ],
    [
      'external IPs and external names are not allowed',
      object('v1', 'Service', { spec: { externalIPs: ['10.0.0.1'] } }),
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
    expect(() => checkManifests([manifest], 'feed', config)).toThrow(message);
    expect(() => checkManifests([manifest], 'feed', config)).toThrow(
      /^Manifest 1 \(/,
    );
  });

  it('refuses what is too much, nothing, twice the same, or without a namespace', () => {
    const one = object('v1', 'ConfigMap');
    const many = Array.from({ length: 201 }, (_, n) =>
      object('v1', 'ConfigMap', {}, { name: `feed-${n}` }),
    );
    const large = object('v1', 'ConfigMap', {
      data: { text: 'x'.repeat(1024 * 1024) },
    });
    const check = (manifests: KubernetesObject[], namespace?: string) => () =>
      checkManifests(manifests, namespace, config);

    expect(check([], 'feed')).toThrow('There is nothing to apply.');
    expect(check(many, 'feed')).toThrow('At most 200 objects');
    expect(check([large], 'feed')).toThrow('larger than 1 MiB');
    expect(check([one, one], 'feed')).toThrow('the same object is there twice');
    expect(check([one])).toThrow('it names no namespace');
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
    for (const kind of ['/Secret', 'rbac.authorization.k8s.io/RoleBinding']) {
      expect(() => read({ allowedKinds: [kind] })).toThrow('never applies');
    }
  });
});
