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

import type {
  ClusterResult,
  CreateNamespaceRequest,
  FleetApi,
  KubernetesObject,
  ObjectRef,
  ObjectResult,
} from '@slipway/backstage-plugin-fleet-common';
import { readManifests } from './manifests';
import type { RenderedStep } from './renderSteps';
import { joinClusters, textOf, toSelection, toSource } from './stepInput';

/** An object of the plan, with its manifest where it is known. */
export interface PlannedObject extends ObjectResult {
  manifest?: KubernetesObject;
}

/** What would happen in one cluster. */
export interface PlannedCluster {
  cluster: string;
  /** Whether all of it would be accepted. */
  accepted: boolean;
  /** Why the cluster was not asked, or what it refused. */
  message?: string;
  objects: PlannedObject[];
}

/** What a template would do to clusters. */
export interface Plan {
  clusters: PlannedCluster[];
  /** What is wrong with the manifests, wherever they go. */
  problems: string[];
  /** What cannot be shown before the template runs. */
  notes: string[];
  /** Epoch milliseconds. */
  checkedAt: number;
}

type PlanApi = Pick<FleetApi, 'plan' | 'createNamespace'>;

interface StepPlan {
  results: ClusterResult[];
  manifests: KubernetesObject[];
  problems: string[];
  notes: string[];
}

const NOTHING: StepPlan = {
  results: [],
  manifests: [],
  problems: [],
  notes: [],
};

/** Asks the clusters what the steps would do there; nothing is changed. */
export async function planSteps(
  api: PlanApi,
  steps: RenderedStep[],
  options: { signal?: AbortSignal } = {},
): Promise<Plan> {
  const plans = await Promise.all(
    joinClusters(steps).map(step =>
      (step.action === 'kubernetes:apply'
        ? planApply(api, step, options)
        : planNamespace(api, step, options)
      ).catch(toProblem),
    ),
  );
  return {
    clusters: mergeClusters(plans),
    problems: unique(plans.flatMap(({ problems }) => problems)),
    notes: unique(plans.flatMap(({ notes }) => notes)),
    checkedAt: Date.now(),
  };
}

async function planApply(
  api: PlanApi,
  { name, input }: RenderedStep,
  options: { signal?: AbortSignal },
): Promise<StepPlan> {
  const { manifest } = input;
  const clusters = toSelection(input);
  if (!clusters) {
    return NOTHING;
  }
  if (manifest === undefined || manifest === '') {
    const note = `“${name}” takes its manifests from files that the template makes, so its plan is known only when it runs.`;
    return { ...NOTHING, notes: [note] };
  }
  const { objects, problems, ...plan } = await api.plan(
    {
      clusters,
      ...toSource(manifest),
      namespace: textOf(input.namespace),
      owner: textOf(input.owner),
      force: input.force === true,
    },
    options,
  );
  return {
    ...NOTHING,
    results:
      input.existing === 'refuse'
        ? plan.clusters.map(result =>
            refuseExisting(result, input.dryRun === true),
          )
        : plan.clusters,
    manifests: readManifests(manifest),
    problems: problems.map(({ message }) => message),
  };
}

async function planNamespace(
  api: PlanApi,
  { input }: RenderedStep,
  options: { signal?: AbortSignal },
): Promise<StepPlan> {
  const clusters = toSelection(input);
  if (!clusters || !textOf(input.name)) {
    return NOTHING;
  }
  const { location, group, ...rest } = input;
  // The action checks its input against a schema before it sends the same.
  const request = { ...rest, clusters } as unknown as CreateNamespaceRequest;
  const { clusters: results } = await api.createNamespace(
    { ...request, dryRun: true },
    options,
  );
  return { ...NOTHING, results };
}

/**
 * What the form has brought about, such as an owner that does not exist, is a problem of the plan and no failure.
 *
 * @throws any other error
 */
function toProblem(error: unknown): StepPlan {
  const { statusCode, body } = error as {
    statusCode?: number;
    body?: { error?: { message?: string } };
  };
  const message = body?.error?.message;
  if (statusCode !== 400 || !message) {
    throw error;
  }
  return { ...NOTHING, problems: [message] };
}

/**
 * `existing: refuse` takes nothing that is there otherwise; in a step with `dryRun`, which looks before others write,
 * nothing that is there at all.
 */
function refuseExisting(result: ClusterResult, atAll: boolean): ClusterResult {
  const objects = result.objects.map((object): ObjectResult => {
    const different = object.outcome === 'changed';
    return different || (atAll && object.outcome === 'unchanged')
      ? {
          ...object,
          outcome: 'failed',
          message: `${object.kind} ${object.name} is there already${
            different ? ', and different' : ''
          }. Choose another name.`,
        }
      : object;
  });
  const refused = objects.some(({ outcome }) => outcome === 'failed');
  return { ...result, objects, outcome: refused ? 'failed' : result.outcome };
}

function mergeClusters(plans: StepPlan[]): PlannedCluster[] {
  const manifests = new Map(
    plans.flatMap(plan =>
      plan.manifests.map(item => [keyOfManifest(item), item]),
    ),
  );
  const names = unique(
    plans.flatMap(({ results }) => results.map(({ cluster }) => cluster)),
  );
  return names.map(cluster => {
    const results = plans.flatMap(plan =>
      plan.results.filter(result => result.cluster === cluster),
    );
    const objects = uniqueObjects(results.flatMap(result => result.objects));
    const newNamespaces = objects
      .filter(
        ({ kind, outcome }) => kind === 'Namespace' && outcome === 'created',
      )
      .map(({ name }) => name);
    const planned = objects.map(object => ({
      ...waitForNamespace(object, newNamespaces),
      manifest: manifests.get(keyOf(object)),
    }));
    return {
      cluster,
      objects: planned,
      accepted:
        planned.every(({ outcome }) => !isRefused(outcome)) &&
        (planned.length > 0 ||
          results.every(({ outcome }) => outcome === 'applied')),
      message: results.find(({ message }) => message)?.message,
    };
  });
}

/** An API server cannot check what goes into a namespace that another step makes first: it finds none. */
function waitForNamespace(
  object: ObjectResult,
  newNamespaces: string[],
): ObjectResult {
  const { namespace, outcome, message } = object;
  const waits =
    outcome === 'not-tried' ||
    (outcome === 'failed' && message?.includes(`"${namespace}" not found`));
  return namespace && newNamespaces.includes(namespace) && waits
    ? {
        ...object,
        outcome: 'created',
        message: `Checked when its namespace ${namespace} is there.`,
      }
    : object;
}

/** Whether something keeps an object from being applied. */
export function isRefused(outcome: ObjectResult['outcome']): boolean {
  return ['conflict', 'failed', 'not-tried'].includes(outcome);
}

/** Where two steps have the same object, such as a check before an apply, a refusal by one of them counts. */
function uniqueObjects(objects: ObjectResult[]): ObjectResult[] {
  const byKey = new Map<string, ObjectResult>();
  for (const object of objects) {
    const key = `${object.namespace ?? ''} ${keyOf(object)}`;
    const before = byKey.get(key);
    if (!before || !isRefused(before.outcome)) {
      byKey.set(key, object);
    }
  }
  return [...byKey.values()];
}

function keyOf({ apiVersion, kind, name }: ObjectRef): string {
  return [apiVersion, kind, name].join(' ');
}

function keyOfManifest({
  apiVersion,
  kind,
  metadata,
}: KubernetesObject): string {
  return keyOf({ apiVersion, kind, name: metadata?.name });
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
