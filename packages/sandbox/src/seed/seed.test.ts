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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DEFAULT_CLUSTERS } from '../cluster';
import { KubeObject, readManifests } from '../kube';
import { LOAD_FILE, REPO_DIR } from '../paths';
import { readSeeds } from './seedCluster';
import { selectManifests, toRounds } from './selectManifests';

const ID = 'backstage.io/kubernetes-id';

function deployment(
  name: string,
  annotations: Record<string, string> = {},
): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'a', annotations },
  };
}

describe('selectManifests', () => {
  const objects = [
    deployment('everywhere'),
    deployment('two', { 'sandbox.slipway.dev/clusters': 'beijing, shanghai' }),
    deployment('real', {
      'sandbox.slipway.dev/clusters': 'beijing',
      'sandbox.slipway.dev/requires': 'real-node',
    }),
  ];
  const namesFor = (name: string, realNode: boolean) => {
    const selected = selectManifests(objects, { name, realNode });
    return {
      names: selected.objects.map(({ metadata }) => metadata.name),
      leftOut: selected.leftOut,
    };
  };

  it('follows the names of clusters', () => {
    expect(namesFor('aliyun', false)).toEqual({
      names: ['everywhere'],
      leftOut: [],
    });
    expect(namesFor('shanghai', false).names).toEqual(['everywhere', 'two']);
  });

  it('leaves out what needs a real node, and says so', () => {
    expect(namesFor('beijing', true).names).toContain('real');
    expect(namesFor('beijing', false)).toEqual({
      names: ['everywhere', 'two'],
      leftOut: ['real'],
    });
  });
});

describe('toRounds', () => {
  it('applies an object that stands twice in two rounds', () => {
    const [old, other, next] = ['app', 'other', 'app'].map(name =>
      deployment(name),
    );
    expect(toRounds([old, other, next])).toEqual([[old, other], [next]]);
  });
});

describe('catalog/manifests', () => {
  interface PodTemplate {
    metadata: { labels: Record<string, string> };
    spec: {
      securityContext: Record<string, unknown>;
      containers: Array<{ securityContext: Record<string, unknown> }>;
    };
  }
  const seeds = readSeeds();
  const templateOf = ({ spec }: KubeObject): PodTemplate | undefined => {
    const { template, jobTemplate } = (spec ?? {}) as {
      template?: PodTemplate;
      jobTemplate?: { spec: { template: PodTemplate } };
    };
    return template ?? jobTemplate?.spec.template;
  };
  const entities = ['recommendation', 'payments'].flatMap(file =>
    readManifests(join(REPO_DIR, 'catalog', `${file}.yaml`)),
  );
  const apps = entities
    .filter(({ kind }) => kind === 'Component')
    .map(({ metadata }) => metadata.annotations?.[ID]);

  it('starts with the namespaces', () => {
    const kinds = seeds.map(({ kind }) => kind);
    expect(kinds.lastIndexOf('Namespace')).toBeLessThan(
      kinds.findIndex(kind => kind !== 'Namespace'),
    );
  });

  it('labels objects and their pods with an app of the catalog', () => {
    for (const seed of seeds.filter(({ kind }) => kind !== 'Namespace')) {
      const app = seed.metadata.labels?.[ID];
      expect(apps).toContain(app);
      const podLabels = templateOf(seed)?.metadata.labels ?? { [ID]: app };
      expect(podLabels[ID]).toBe(app);
    }
  });

  it('has something to run for each app of the catalog', () => {
    const seeded = seeds.map(({ metadata }) => metadata.labels?.[ID]);
    expect(seeded).toEqual(expect.arrayContaining(apps));
  });

  it('keeps to the restricted Pod Security Standard', () => {
    const templates = seeds.flatMap(seed => templateOf(seed) ?? []);
    expect(templates.length).toBeGreaterThan(10);
    for (const { spec } of templates) {
      expect(spec.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const { securityContext } of spec.containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('names owners of clusters that the catalog has', () => {
    const groups = readManifests(join(REPO_DIR, 'catalog/organisation.yaml'))
      .filter(({ kind }) => kind === 'Group')
      .map(({ metadata }) => `group:default/${metadata.name}`);
    const owners = DEFAULT_CLUSTERS.map(({ owner }) => owner);
    expect(groups).toEqual(expect.arrayContaining(owners));
  });

  it('names only clusters that there are, and loads only apps that there are', () => {
    const clusters = DEFAULT_CLUSTERS.map(({ name }) => name);
    for (const { metadata } of seeds) {
      const names =
        metadata.annotations?.['sandbox.slipway.dev/clusters']?.split(',');
      expect(clusters).toEqual(expect.arrayContaining(names ?? []));
    }
    const load = parse(readFileSync(LOAD_FILE, 'utf8'));
    expect(apps).toEqual(expect.arrayContaining(Object.keys(load.apps)));
  });
});
