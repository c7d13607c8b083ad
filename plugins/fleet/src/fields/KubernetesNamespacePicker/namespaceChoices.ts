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
  ClusterNamespaces,
  NamespaceInCluster,
} from '@slipway/backstage-plugin-fleet-common';
import { formatEntityName, formatList } from '../../format';

/** RFC 1123 label, what an API server takes for a namespace. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** What a template allows. */
export interface NamespaceRules {
  allowNew: boolean;
  pattern?: string;
  patternHint?: string;
  /** Kind that will be applied there. */
  kind: string;
}

/** How a namespace is in one of the chosen clusters. */
export interface NamespaceInChoice {
  cluster: string;
  state: 'there' | 'made' | 'missing' | 'read-only' | 'unknown';
  text: string;
}

/** A namespace over the chosen clusters. */
export interface NamespaceChoice {
  name: string;
  owned: boolean;
  clusters: NamespaceInChoice[];
  /** Why it cannot be used, as a plain sentence. */
  obstacle?: string;
}

/** Every namespace of the chosen clusters, those that can be used first. Pure. */
export function listChoices(
  clusters: ClusterNamespaces[],
  rules: NamespaceRules,
): NamespaceChoice[] {
  const names = new Set(
    clusters.flatMap(({ namespaces }) => namespaces.map(({ name }) => name)),
  );
  return [...names]
    .map(name => describeChoice(name, clusters, rules))
    .sort(
      (one, other) =>
        Number(one.obstacle !== undefined) -
          Number(other.obstacle !== undefined) ||
        Number(other.owned) - Number(one.owned) ||
        one.name.localeCompare(other.name, 'en'),
    );
}

/** What a namespace is, and what becomes of it, in each of the chosen clusters. Pure. */
export function describeChoice(
  name: string,
  clusters: ClusterNamespaces[],
  rules: NamespaceRules,
): NamespaceChoice {
  const found = clusters.map(cluster => ({
    cluster,
    namespace: cluster.namespaces.find(item => item.name === name),
  }));
  const states = found.map(({ cluster, namespace }) =>
    describeCluster(cluster, namespace, rules),
  );
  const isNew = found.every(({ namespace }) => !namespace);
  return {
    name,
    owned: found.some(({ namespace }) => namespace?.owned),
    clusters: states,
    obstacle:
      (isNew ? findNameFault(name, rules) : undefined) ??
      obstacleOf(states, rules),
  };
}

/** @returns what is wrong with the name of a new namespace; undefined where nothing is */
export function findNameFault(
  name: string,
  { allowNew, pattern, patternHint }: NamespaceRules,
): string | undefined {
  if (!NAME.test(name)) {
    return 'A namespace has lower case letters, digits and hyphens, begins and ends with a letter or digit, and is at most 63 long.';
  }
  if (allowNew && pattern && !new RegExp(pattern).test(name)) {
    return patternHint ?? `The name of a new namespace matches ${pattern}.`;
  }
  return undefined;
}

function describeCluster(
  { cluster, message, canCreate }: ClusterNamespaces,
  namespace: NamespaceInCluster | undefined,
  { allowNew, kind }: NamespaceRules,
): NamespaceInChoice {
  if (namespace) {
    const owner = namespace.owner && formatEntityName(namespace.owner);
    const whose = owner ? `, of ${owner}` : '';
    return namespace.writable
      ? { cluster, state: 'there', text: `there${whose}` }
      : {
          cluster,
          state: 'read-only',
          text: `there${whose}; you may not apply a ${kind} in it`,
        };
  }
  if (message) {
    return { cluster, state: 'unknown', text: message };
  }
  if (allowNew && canCreate) {
    return { cluster, state: 'made', text: 'will be made' };
  }
  return {
    cluster,
    state: 'missing',
    text: canCreate
      ? 'not there'
      : 'not among those that you may use, and you may not make it',
  };
}

function obstacleOf(
  states: NamespaceInChoice[],
  { kind }: NamespaceRules,
): string | undefined {
  const inState = (state: NamespaceInChoice['state']) =>
    states.filter(item => item.state === state).map(item => item.cluster);
  const readOnly = inState('read-only');
  if (readOnly.length > 0) {
    return `You may not apply a ${kind} in it in ${formatList(readOnly)}.`;
  }
  const missing = inState('missing');
  if (missing.length > 0) {
    return `It is not in ${formatList(missing)}, or not yours to use there.`;
  }
  return undefined;
}

/** `group:default/Team Ranking` proposes `team-ranking`. */
export function suggestName(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value) {
    return undefined;
  }
  const name = formatEntityName(value)
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
  return NAME.test(name) ? name : undefined;
}

/** What a template's options mean where they say nothing. */
export function rulesOf(
  options: {
    allowNew?: boolean;
    pattern?: string;
    patternHint?: string;
    kind?: string;
  } = {},
): NamespaceRules {
  const {
    allowNew = false,
    pattern,
    patternHint,
    kind = 'Deployment',
  } = options;
  return { allowNew, pattern, patternHint, kind };
}
