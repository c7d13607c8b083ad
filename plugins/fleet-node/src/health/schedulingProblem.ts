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

import type { ProjectedCondition, Resources } from '../projection';
import type { Problem } from './PodAssessment';
import { formatResources, joinWords } from './quantities';

/** What the scheduler says of one group of nodes: `3 Insufficient nvidia.com/gpu`. */
interface Exclusion {
  nodes: number;
  why: string;
}

const RESOURCES: ReadonlyArray<[keyof Resources, RegExp]> = [
  ['gpu', /^Insufficient nvidia\.com\//],
  ['cpu', /^Insufficient cpu/],
  ['memory', /^Insufficient memory/],
];

const WORDS: ReadonlyArray<[RegExp, string]> = [
  [/untolerated taint/, 'have a taint that it does not tolerate'],
  [/node affinity\/selector|node selector/, 'do not match its node selector'],
  [/pod affinity rules/, 'do not match its affinity to other pods'],
  [/anti-affinity rules/, 'hold a pod that it keeps away from'],
  [/topology spread constraints/, 'would break its spread over zones'],
  [/were unschedulable/, 'are closed to new pods'],
  [/not ready|unreachable/, 'are not ready'],
  [/free ports/, 'have its host port in use'],
  [/volume/i, 'cannot reach its volume'],
  [/Too many pods/, 'hold as many pods as they may'],
];

/**
 * What an unschedulable pod lacks, from the scheduler's message (kube-scheduler `FitError`), for example
 * `0/6 nodes are available: 3 Insufficient nvidia.com/gpu, 3 node(s) had untolerated taint(s). preemption: …`.
 */
export function schedulingProblem(
  condition: ProjectedCondition,
  requests: Resources,
): Problem {
  const what = missing(condition.message ?? '', requests);
  return {
    code: 'Unschedulable',
    severity: 'attention',
    one: `waits for ${what}`,
    many: `wait for ${what}`,
    since: condition.since,
  };
}

function missing(message: string, requests: Resources): string {
  if (/no nodes available/.test(message)) {
    return 'room: the cluster has no node';
  }
  if (
    /unbound immediate PersistentVolumeClaims|persistentvolumeclaim/.test(
      message,
    )
  ) {
    const claim = /persistentvolumeclaim "([^"]+)"/.exec(message)?.[1];
    return claim
      ? `its volume: claim ${claim} does not exist`
      : 'its volume: no storage was bound to its claim yet';
  }
  const exclusions = readExclusions(message);
  const others = exclusions.filter(({ why }) => !/^Insufficient /.test(why));
  const short = RESOURCES.map(([key, pattern]) => ({
    key,
    nodes: exclusions.find(({ why }) => pattern.test(why))?.nodes ?? 0,
  })).filter(({ nodes }) => nodes > 0);
  if (short.length > 0) {
    const excluded = others.reduce((sum, { nodes }) => sum + nodes, 0);
    return room(requests, short, countNodes(message) - excluded, excluded > 0);
  }
  const words = others.map(describe);
  return words.length > 0
    ? `a node: ${joinWords(words)}`
    : 'a node: the scheduler found none';
}

/**
 * The scheduler names all that each node lacks. What every node lacks is the reason; where no single resource is, they
 * are nowhere free together.
 */
function room(
  requests: Resources,
  short: ReadonlyArray<{ key: keyof Resources; nodes: number }>,
  candidates: number,
  excluded: boolean,
): string {
  const decisive = short.filter(({ nodes }) => nodes >= candidates);
  const asked = (['gpu', 'cpu', 'memory'] as const).filter(
    key => requests[key] > 0,
  );
  const named = decisive.length > 0 || short.length === 1;
  const keys = named
    ? (decisive.length > 0 ? decisive : short).map(({ key }) => key)
    : asked;
  const together = keys.length > 1 ? ' together' : '';
  const which = excluded ? 'no node that it may use' : 'no node';
  return `room: ${which} has ${formatResources(
    requests,
    keys,
  )} free${together}`;
}

function countNodes(message: string): number {
  return Number(/^\d+\/(\d+) nodes/.exec(message)?.[1] ?? 0);
}

const LACKING: ReadonlyArray<[RegExp, string]> = [
  [/^Insufficient nvidia\.com\//, 'too few free GPUs'],
  [/^Insufficient cpu/, 'too little free CPU'],
  [/^Insufficient memory/, 'too little free memory'],
];

/** Why no node takes a pod, node by node, from the scheduler's message. */
export function schedulerWords(message: string): string {
  const words = readExclusions(message).map(exclusion => {
    const lacking = LACKING.find(([pattern]) => pattern.test(exclusion.why));
    return lacking
      ? `${exclusion.nodes} of ${countNodes(message)} have ${lacking[1]}`
      : describe(exclusion);
  });
  return words.length > 0 ? joinWords(words) : schedulerVerdict(message);
}

/** The scheduler's own verdict; what preemption would change comes after it, with counts of its own. */
export function schedulerVerdict(message: string): string {
  return message
    .split(/[.,]? ?(?:no new claims to deallocate|preemption:)/)[0]
    .replace(/\.$/, '');
}

function readExclusions(message: string): Exclusion[] {
  const own = schedulerVerdict(message);
  const list = own.slice(own.indexOf(':') + 1);
  return [...list.matchAll(/(\d+) ([^,]+?)(?=, \d+ |\.?\s*$)/g)].map(match => ({
    nodes: Number(match[1]),
    why: match[2].trim(),
  }));
}

function describe({ nodes, why }: Exclusion): string {
  const words = WORDS.find(([pattern]) => pattern.test(why))?.[1];
  const which = nodes === 1 ? '1 node' : `${nodes} nodes`;
  return words ? `${which} ${singular(words, nodes)}` : `${which}: ${why}`;
}

function singular(words: string, nodes: number): string {
  return nodes === 1
    ? words
        .replace(/^have /, 'has ')
        .replace(/^do not /, 'does not ')
        .replace(/^hold /, 'holds ')
        .replace(/^are /, 'is ')
        .replace('they may', 'it may')
    : words;
}
