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

import {
  EXAMPLES,
  isUndo,
  templateOf,
  withFailure,
  type Example,
} from './exampleTemplates';

/** The clusters that everything is done in. */
export const CLUSTERS = ['beijing', 'shanghai'];
/** So many objects that a cluster can die between the first and the last. */
export const MANY = 150;

export const OWNER = 'group:default/recommendation';

/** As the restricted Pod Security Standard wants it. */
export const podSpec = {
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 65534,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  containers: [
    {
      name: 'app',
      image: 'slipway.test/app:1',
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      },
    },
  ],
};

/** A Deployment that becomes ready. */
export const deployment = (name: string, replicas: number) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: podSpec,
    },
  },
});

/** A ConfigMap of that name. */
export const configMap = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { greeting: 'hello' },
});

const many = (prefix: string) =>
  Array.from({ length: MANY }, (_, index) => configMap(`${prefix}-${index}`));

const refOf = (object: ReturnType<typeof configMap | typeof deployment>) => ({
  apiVersion: object.apiVersion,
  kind: object.kind,
  name: object.metadata.name,
});

/** An app as it is registered. */
export const component = (name: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default' },
  spec: { type: 'service', lifecycle: 'production', owner: OWNER },
});

/** As the catalog has it once it took it in from Slipway. */
const registered = (name: string) => ({
  ...component(name),
  metadata: {
    ...component(name).metadata,
    annotations: { 'backstage.io/managed-by-location': 'slipway:test' },
  },
});

const where = { clusters: CLUSTERS, namespace: 'feed' };

/** One change of every action that makes one, each in a template of its own. */
export const CHANGES: Record<string, { action: string; input: object }> = {
  apply: {
    action: 'kubernetes:apply',
    input: { ...where, manifest: [configMap('kept'), deployment('web', 2)] },
  },
  'delete-object': {
    action: 'kubernetes:delete',
    input: { ...where, objects: [refOf(configMap('doomed'))] },
  },
  'create-namespace': {
    action: 'kubernetes:create-namespace',
    input: {
      clusters: CLUSTERS,
      name: 'team-a',
      owner: OWNER,
      quota: { pods: '20' },
    },
  },
  'register-entity': {
    action: 'slipway:register-entity',
    input: { entity: component('greeter') },
  },
  'unregister-entity': {
    action: 'slipway:unregister-entity',
    input: { entityRef: 'component:default/leaver' },
  },
};

/** What is applied when something dies, waits or is hostile. */
const OTHERS: Record<string, { action: string; input: object }> = {
  'apply-many': {
    action: 'kubernetes:apply',
    input: { ...where, manifest: many('many') },
  },
  'apply-while-dying': {
    action: 'kubernetes:apply',
    input: { ...where, manifest: many('dying') },
  },
  'wait-late': {
    action: 'kubernetes:wait',
    input: { ...where, objects: [refOf(deployment('late', 1))] },
  },
  hostile: {
    action: 'kubernetes:apply',
    input: { ...where, manifest: '${{ parameters.yaml }}' },
  },
};

/** The examples name a third cluster too. */
function inTwoClusters(example: Example): Example {
  return JSON.parse(JSON.stringify(example).replaceAll('aliyun', 'shanghai'));
}

/** All examples, in the two clusters that there are. */
export const examples = EXAMPLES.map(inTwoClusters);

/** What the catalog has: a template for each change and each example, and what they speak of. */
export const entities = [
  ...Object.entries({ ...CHANGES, ...OTHERS }).map(([name, step]) =>
    templateOf(name, [{ id: 'step', ...step } as never]),
  ),
  ...examples.map(({ name, steps }) => templateOf(name, steps)),
  ...examples
    .filter(({ steps }) => steps.some(isUndo))
    .map(({ name, steps }) => templateOf(`${name}-fails`, withFailure(steps))),
  ...['greeter', 'leaver', 'feed-embedder'].map(registered),
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'recommendation', namespace: 'default' },
    spec: { type: 'team', children: [] },
  },
];

/** Manifests that nobody may apply, what they are, and what is said of them. */
export const HOSTILE: Array<[string, string, RegExp]> = [
  ['too large', `data: {a: ${'x'.repeat(1_200_000)}}`, /1 MiB/],
  [
    'too many',
    '---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n'.repeat(201),
    /200/,
  ],
  [
    'a bomb',
    'data: [&a [x,x,x,x], &b [*a,*a,*a,*a], &c [*b,*b,*b,*b], &d [*c,*c,*c,*c], &e [*d,*d,*d,*d], [*e,*e,*e]]',
    /alias/i,
  ],
  [
    'of a kind that nobody knows',
    '---\n{apiVersion: example.org/v1, kind: Nothing, metadata: {name: a}}',
    /Nothing/,
  ],
  [
    'of a cluster-wide kind',
    '---\n{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: a}}',
    /ClusterRole/,
  ],
  [
    'named to escape',
    '---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: ../../a}}',
    /name/,
  ],
];
