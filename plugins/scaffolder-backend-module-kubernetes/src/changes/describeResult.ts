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
  FieldChange,
  ObjectResult,
} from '@slipway/backstage-plugin-fleet-common';

const MAX_VALUE_LENGTH = 200;

const SIGNS: Record<ObjectResult['outcome'], string> = {
  created: '+',
  changed: '~',
  unchanged: '=',
  deleted: '-',
  gone: '=',
  conflict: '!',
  failed: '!',
  'not-tried': '?',
};

/** What a dry run does not do. */
const WRITTEN: Array<ObjectResult['outcome']> = [
  'created',
  'changed',
  'deleted',
];

/** Whether something was written in one of the clusters, or may have been: one that gave no answer names no object. */
export function isAnythingDone(clusters: ClusterResult[]): boolean {
  return clusters.some(
    ({ objects, ...cluster }) =>
      objects.some(({ outcome }) => WRITTEN.includes(outcome)) ||
      (cluster.outcome === 'failed' && objects.length === 0),
  );
}

/** What happened in one cluster, or in a dry run would happen, line by line. */
export function describeCluster(
  { cluster, outcome, message, objects }: ClusterResult,
  dryRun: boolean,
): string[] {
  const head = message ? `${cluster}: ${outcome}. ${message}` : cluster;
  return [head, ...objects.flatMap(object => describeObject(object, dryRun))];
}

/** One sentence for a cluster. */
export function summariseCluster(result: ClusterResult): string {
  const { cluster, outcome, message, objects } = result;
  const count = (wanted: ObjectResult['outcome']) =>
    objects.filter(object => object.outcome === wanted).length;
  const counts = (
    [
      'created',
      'changed',
      'unchanged',
      'deleted',
      'gone',
      'conflict',
      'failed',
    ] as const
  )
    .map(kind => [kind, count(kind)] as const)
    .filter(([, number]) => number > 0)
    .map(([kind, number]) => `${number} ${kind}`)
    .join(', ');
  const first = objects.find(
    object => object.outcome === 'failed' || object.outcome === 'conflict',
  );
  const reason =
    message ?? (first && `${first.kind} ${first.name}: ${reasonOf(first)}`);
  return [
    `${cluster}: ${counts || outcome}.`,
    ...(!['applied', 'deleted'].includes(outcome) && reason ? [reason] : []),
  ].join(' ');
}

function describeObject(object: ObjectResult, dryRun: boolean): string[] {
  const { kind, name, namespace, outcome, changes, conflicts } = object;
  const where = namespace ? `${namespace}/${name}` : name;
  const reason = reasonOf(object);
  return [
    `  ${SIGNS[outcome]} ${kind} ${where} ${
      dryRun && WRITTEN.includes(outcome) ? 'would be ' : ''
    }${outcome}${reason ? `: ${reason}` : ''}`,
    ...(outcome === 'changed' ? changes.map(describeChange) : []),
    ...conflicts.map(
      ({ path, manager }) => `      ${path} belongs to ${manager}`,
    ),
  ];
}

function reasonOf({ message, conflicts }: ObjectResult): string | undefined {
  return (
    message ??
    (conflicts.length > 0
      ? `${conflicts[0].manager} set ${conflicts[0].path}`
      : undefined)
  );
}

function describeChange({ path, from, to }: FieldChange): string {
  return `      ${path}: ${show(from)} → ${show(to)}`;
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > MAX_VALUE_LENGTH
    ? `${text.slice(0, MAX_VALUE_LENGTH)}…`
    : text;
}
