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
  FixtureFleetApi,
  FixtureScaffolder,
  TEMPLATE,
} from '../../__fixtures__';
import type { ClusterResult } from '@slipway/backstage-plugin-fleet-common';
import { planSteps } from './planSteps';
import { renderSteps, type RenderedStep, type Template } from './renderSteps';

const VALUES = {
  name: 'feed-embedder',
  namespace: 'ranking',
  owner: 'group:default/ranking',
  image: 'registry.local/feed/embedder:v3.1.0',
  plan: { takeOver: false },
  placement: {
    clusters: [
      { name: 'beijing', instances: 2 },
      { name: 'aliyun', instances: 2 },
    ],
  },
};

function applyStep(input: Record<string, unknown>): RenderedStep {
  return { id: 'apply', name: 'Apply', action: 'kubernetes:apply', input };
}

describe('renderSteps', () => {
  it('has the scaffolder render the inputs without running a step', async () => {
    const scaffolder = new FixtureScaffolder();
    const steps = await renderSteps(scaffolder, TEMPLATE as Template, VALUES);
    expect(steps.map(({ id, input }) => [id, input.clusters])).toEqual([
      ['namespace', ['beijing']],
      ['namespace', ['aliyun']],
      ['apply', ['beijing']],
      ['apply', ['aliyun']],
    ]);
    expect(steps[2].input).toMatchObject({
      namespace: 'ranking',
      force: false,
      manifest: [
        { metadata: { name: 'feed-embedder' } },
        { kind: 'HorizontalPodAutoscaler', spec: { minReplicas: 2 } },
        {},
        {},
      ],
    });
    expect(
      scaffolder.requests.map(({ template }) => template.spec.steps),
    ).toEqual([[], []]);
  });

  it('leaves out what is not asked for, and what its condition excludes', async () => {
    const template = JSON.parse(JSON.stringify(TEMPLATE)) as Template;
    template.spec.steps[2].if = '${{ parameters.wanted }}';
    const scaffolder = new FixtureScaffolder();
    const render = (wanted: boolean, only?: string[]) =>
      renderSteps(scaffolder, template, { ...VALUES, wanted }, only);
    expect(await render(false, ['apply'])).toEqual([]);
    expect(await render(true, ['apply'])).toHaveLength(2);
    expect((await render(false)).map(({ id }) => id)).toEqual([
      'namespace',
      'namespace',
    ]);
  });

  it('puts the entry of each in the place of each, and only there', async () => {
    const scaffolder = new FixtureScaffolder();
    const template = JSON.parse(JSON.stringify(TEMPLATE)) as Template;
    template.spec.steps = [
      {
        id: 'apply',
        action: 'kubernetes:apply',
        each: '${{ parameters.placement.clusters }}',
        input: {
          one: '${{ each.value.name }} and ${{ each.key }} of each.value',
          two: '${{ parameters.each.value }}',
          three: '${{ each["key"] }}',
        },
      },
    ] as Template['spec']['steps'];
    await renderSteps(scaffolder, template, VALUES);
    expect(scaffolder.requests[1].template.spec.output?.text).toMatchObject([
      {
        input: {
          one: '${{ parameters.slipwayEach[0].value.name }} and ${{ parameters.slipwayEach[0].key }} of each.value',
          two: '${{ parameters.each.value }}',
          three: '${{ parameters.slipwayEach[0]["key"] }}',
        },
      },
      {},
    ]);
  });
});

describe('planSteps', () => {
  it('asks once for clusters that get the same, and says what each would do', async () => {
    const api = new FixtureFleetApi();
    const steps = await renderSteps(
      new FixtureScaffolder(),
      TEMPLATE as Template,
      VALUES,
    );
    const plan = await planSteps(api, steps);
    expect(api.planned.map(({ clusters }) => clusters)).toEqual([
      { names: ['beijing', 'aliyun'] },
    ]);
    expect(
      plan.clusters.map(({ cluster, accepted, objects }) => [
        cluster,
        accepted,
        objects.map(({ kind, outcome }) => `${kind} ${outcome}`),
      ]),
    ).toEqual([
      [
        'beijing',
        false,
        [
          'Namespace unchanged',
          'Deployment created',
          'HorizontalPodAutoscaler created',
          'PodDisruptionBudget created',
          'Service conflict',
        ],
      ],
      [
        'aliyun',
        true,
        [
          'Namespace created',
          'Deployment created',
          'HorizontalPodAutoscaler created',
          'PodDisruptionBudget created',
          'Service created',
        ],
      ],
    ]);
    expect(plan.clusters[0].objects[1].manifest).toMatchObject({
      kind: 'Deployment',
    });
  });

  it('takes a refusal for lack of a namespace that is made first as what is new', async () => {
    const api = new FixtureFleetApi();
    jest.spyOn(api, 'plan').mockImplementation(async () => ({
      objects: [],
      problems: [],
      clusters: ['beijing', 'aliyun'].map(cluster => ({
        cluster,
        outcome: 'failed' as const,
        objects: [
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            namespace: 'ranking',
            name: 'web',
            outcome: 'failed' as const,
            message: 'namespaces "ranking" not found',
            changes: [],
            conflicts: [],
          },
        ],
      })),
    }));
    const steps = await renderSteps(
      new FixtureScaffolder(),
      TEMPLATE as Template,
      VALUES,
    );
    const { clusters } = await planSteps(api, steps);
    // In beijing the namespace is there, so there the refusal is one.
    expect(clusters.map(({ accepted }) => accepted)).toEqual([false, true]);
  });

  it.each([
    [{ manifest: [] }, undefined],
    [{ location: 'beijing', manifest: 'a: 1' }, { location: 'beijing' }],
    [
      { clusters: ['a'], manifest: { kind: 'X', metadata: {} } },
      { names: ['a'] },
    ],
  ])('understands the input %j', async (input, clusters) => {
    const api = new FixtureFleetApi();
    await planSteps(api, [applyStep(input)]);
    expect(api.planned[0]?.clusters).toEqual(clusters);
  });

  it('sends YAML as it is, and says what is wrong with it', async () => {
    const api = new FixtureFleetApi();
    api.problems = [{ message: 'Manifest 1 has no kind.' }];
    const plan = await planSteps(api, [
      applyStep({ clusters: ['beijing'], manifest: 'a: [' }),
    ]);
    expect(api.planned[0].yaml).toBe('a: [');
    expect(plan).toMatchObject({
      problems: ['Manifest 1 has no kind.'],
      clusters: [],
    });
  });

  it('takes what is wrong with the input of a step as a problem, and fails with everything else', async () => {
    const api = new FixtureFleetApi();
    const step: RenderedStep = {
      id: 'namespace',
      name: 'Namespace',
      action: 'kubernetes:create-namespace',
      input: { clusters: [{ name: 'beijing' }], name: 'x', owner: 'nobody' },
    };
    const message = 'The catalog has no group:default/nobody.';
    api.failure = Object.assign(new Error('Request failed'), {
      statusCode: 400,
      body: { error: { message } },
    });
    expect((await planSteps(api, [step])).problems).toEqual([message]);
    api.failure = Object.assign(new Error('Request failed'), {
      statusCode: 403,
    });
    await expect(planSteps(api, [step])).rejects.toThrow('Request failed');
  });

  it('refuses a change where the step refuses what is there already', async () => {
    const steps = await renderSteps(
      new FixtureScaffolder(),
      TEMPLATE as Template,
      { ...VALUES, plan: { takeOver: true } },
      ['apply'],
    );
    const kept = steps.map(step => ({
      ...step,
      input: { ...step.input, existing: 'refuse' },
    }));
    const accepted = await planSteps(new FixtureFleetApi(), steps);
    const refused = await planSteps(new FixtureFleetApi(), kept);
    expect(accepted.clusters.map(item => item.accepted)).toEqual([true, true]);
    expect(refused.clusters.map(item => item.accepted)).toEqual([false, true]);
    expect(refused.clusters[0].objects[3].message).toBe(
      'Service feed-embedder is there already, and different. Choose another name.',
    );

    const looks = kept.map(step => ({
      ...step,
      input: { ...step.input, dryRun: true },
    }));
    const same = new FixtureFleetApi();
    const plan = same.plan.bind(same);
    jest.spyOn(same, 'plan').mockImplementation(async request => {
      const { clusters, ...rest } = await plan(request);
      const unchange = (cluster: ClusterResult): ClusterResult => ({
        ...cluster,
        objects: cluster.objects.map(object => ({
          ...object,
          outcome: 'unchanged',
        })),
      });
      return { ...rest, clusters: clusters.map(unchange) };
    });
    const passed = await planSteps(same, kept);
    const taken = await planSteps(same, looks);
    expect(passed.clusters.map(item => item.accepted)).toEqual([true, true]);
    expect(taken.clusters.map(item => item.accepted)).toEqual([false, false]);
    expect(taken.clusters[0].objects[0].message).toMatch(
      / is there already\. Choose another name\.$/,
    );
  });

  it('says which step cannot be shown before it runs', async () => {
    const plan = await planSteps(new FixtureFleetApi(), [
      applyStep({ clusters: ['beijing'], manifestPath: 'rendered.yaml' }),
    ]);
    expect(plan.notes).toEqual([
      '“Apply” takes its manifests from files that the template makes, so its plan is known only when it runs.',
    ]);
  });
});
