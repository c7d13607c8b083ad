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

const NAMESPACE = '/namespaces/default';

function podTemplate(labels: Record<string, string>, restartPolicy = 'Always') {
  const requests = { cpu: '50m', memory: '32Mi' };
  return {
    metadata: { labels },
    spec: {
      restartPolicy,
      containers: [
        { name: 'main', image: 'slipway.test/web:1', resources: { requests } },
      ],
    },
  };
}

/** Path of the Deployment of {@link appManifests}. */
export function deploymentPath(name: string): string {
  return `/apis/apps/v1${NAMESPACE}/deployments/${name}`;
}

/** One object of each kind that the Kubernetes tab shows, with the path to create it at. */
export function appManifests(name: string): Array<[string, object]> {
  const labels = (tier: string) => ({
    'backstage.io/kubernetes-id': name,
    tier,
  });
  const manifest = (
    api: string,
    plural: string,
    kind: string,
    rest: object,
    tier = 'front',
  ): [string, object] => {
    const root = api.includes('/') ? `/apis/${api}` : `/api/${api}`;
    const metadata = { name, labels: labels(tier) };
    return [
      `${root}${NAMESPACE}/${plural}`,
      { apiVersion: api, kind, metadata, ...rest },
    ];
  };
  const controlled = (tier: string, replicas: number) => ({
    replicas,
    selector: { matchLabels: labels(tier) },
    template: podTemplate(labels(tier)),
  });
  const job = { template: podTemplate(labels('batch'), 'Never') };
  const { replicas: _none, ...daemon } = controlled('daemon', 0);
  return [
    manifest('v1', 'configmaps', 'ConfigMap', {
      data: { 'app.conf': 'ünïcode: "quoted"\nsecond: line\n', empty: '' },
    }),
    manifest('v1', 'services', 'Service', {
      spec: { selector: labels('front'), ports: [{ port: 80 }] },
    }),
    manifest('v1', 'limitranges', 'LimitRange', {
      spec: {
        limits: [{ type: 'Container', defaultRequest: { cpu: '10m' } }],
      },
    }),
    manifest('v1', 'resourcequotas', 'ResourceQuota', {
      spec: { hard: { pods: '100' } },
    }),
    manifest('apps/v1', 'deployments', 'Deployment', {
      spec: controlled('front', 2),
    }),
    manifest(
      'apps/v1',
      'statefulsets',
      'StatefulSet',
      { spec: { ...controlled('back', 1), serviceName: name } },
      'back',
    ),
    manifest('apps/v1', 'daemonsets', 'DaemonSet', { spec: daemon }, 'daemon'),
    manifest('batch/v1', 'jobs', 'Job', { spec: job }, 'batch'),
    manifest(
      'batch/v1',
      'cronjobs',
      'CronJob',
      { spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: job } } },
      'batch',
    ),
    manifest(
      'autoscaling/v2',
      'horizontalpodautoscalers',
      'HorizontalPodAutoscaler',
      {
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
          minReplicas: 1,
          maxReplicas: 5,
        },
      },
    ),
    manifest('networking.k8s.io/v1', 'ingresses', 'Ingress', {
      spec: { defaultBackend: { service: { name, port: { number: 80 } } } },
    }),
    manifest(
      'argoproj.io/v1alpha1',
      'rollouts',
      'Rollout',
      {
        spec: {
          ...controlled('canary', 1),
          strategy: { canary: { steps: [{ setWeight: 50 }] } },
        },
      },
      'canary',
    ),
  ];
}
