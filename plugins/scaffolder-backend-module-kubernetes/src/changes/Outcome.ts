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
  ObjectRef,
} from '@slipway/backstage-plugin-fleet-common';
import { summariseCluster } from './describeResult';

/** What is kept of one cluster's result; types and not interfaces, since it is stored as JSON. */
export type Outcome = {
  cluster: string;
  outcome: ClusterResult['outcome'];
  summary: string;
  undo: string[];
  objects: ObjectOutcome[];
};

type ObjectOutcome = {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
  outcome: string;
};

export function toOutcome(result: ClusterResult): Outcome {
  const { cluster, outcome, objects, undo = [] } = result;
  return {
    cluster,
    outcome,
    summary: summariseCluster(result),
    undo,
    objects: objects.map(object => ({
      ...toRef(object),
      outcome: object.outcome,
    })),
  };
}

/** What of an object says which one it is, and nothing else. */
export function toRef({ apiVersion, kind, namespace, name }: ObjectRef) {
  return {
    apiVersion,
    kind,
    ...(namespace !== undefined && { namespace }),
    name,
  };
}

/** Writes the output of an action, as `resultFields` describes it. */
export function writeOutputs(
  ctx: { output(name: keyof Outputs, value: Outputs[keyof Outputs]): void },
  outcomes: Outcome[],
): void {
  const outputs = toOutputs(outcomes);
  for (const name of Object.keys(outputs) as Array<keyof Outputs>) {
    ctx.output(name, outputs[name]);
  }
}

type Outputs = ReturnType<typeof toOutputs>;

function toOutputs(outcomes: Outcome[]) {
  const refs = new Map(
    outcomes
      .flatMap(({ objects }) => objects.map(toRef))
      .map(ref => [JSON.stringify(ref), ref]),
  );
  return {
    clusters: outcomes.map(({ objects: _objects, ...cluster }) => cluster),
    objects: outcomes.flatMap(({ cluster, objects }) =>
      objects.map(object => ({ cluster, ...object })),
    ),
    refs: [...refs.values()],
    links: outcomes.map(({ cluster }) => ({
      title: cluster,
      url: `/fleet/${encodeURIComponent(cluster)}`,
    })),
    summary: outcomes.map(({ summary }) => summary).join('\n'),
  };
}
