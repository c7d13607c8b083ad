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
  HostPort,
  PodTerm,
  ProjectedNode,
  ProjectedPod,
} from '../../projection';
import { hostPortConflict, TermMatcher, valueOf } from '../matching';
import { hasEnded } from '../NodeCapacity';
import type { PlacementTemplate } from '../PlacementTemplate';
import { Spread } from './Spread';
import { inDomain } from './topologyWords';

/** Domains by topology key. */
class Domains {
  readonly #values = new Map<string, Set<string>>();

  add({ labels }: ProjectedNode, key: string): void {
    const value = valueOf(labels, key);
    if (value !== undefined) {
      const known = this.#values.get(key);
      if (known) {
        known.add(value);
      } else {
        this.#values.set(key, new Set([value]));
      }
    }
  }

  /** The key of a domain among these that a node is in. */
  keyOf({ labels }: ProjectedNode): string | undefined {
    for (const [key, values] of this.#values) {
      const value = valueOf(labels, key);
      if (value !== undefined && values.has(value)) {
        return key;
      }
    }
    return undefined;
  }

  get size(): number {
    return this.#values.size;
  }
}

/**
 * What pods that run already mean for new instances: their ports, whom they keep away, whom the instances keep away
 * from or belong with, and how they are spread (kube-scheduler `NodePorts`, `InterPodAffinity`, `PodTopologySpread`).
 */
export class Company {
  readonly #template: PlacementTemplate;
  readonly #ports = new Map<string, HostPort[]>();
  readonly #keptAway = new Domains();
  readonly #avoided = new Domains();
  /** Of each term of affinity, the domains with pods that meet all terms. */
  readonly #wanted: Domains[];
  readonly #affinity: TermMatcher[];
  readonly #antiAffinity: TermMatcher[];
  /** Terms of running pods are shared, so that each is read once. */
  readonly #isKeptAway = new Map<object, boolean>();
  readonly spreads: readonly Spread[];

  static read(
    template: PlacementTemplate,
    nodes: readonly ProjectedNode[],
    podsOf: (node: string) => Iterable<ProjectedPod>,
  ): Company {
    const company = new Company(template, nodes);
    for (const node of nodes) {
      for (const pod of podsOf(node.name)) {
        if (!hasEnded(pod)) {
          company.#meet(node, pod);
        }
      }
    }
    return company;
  }

  private constructor(
    template: PlacementTemplate,
    nodes: readonly ProjectedNode[],
  ) {
    const { affinity, antiAffinity, namespace } = template;
    this.#template = template;
    // What cannot be told is taken for the worse: fewer slots rather than too many.
    this.#affinity = affinity.map(term =>
      TermMatcher.create(term, namespace, false),
    );
    this.#antiAffinity = antiAffinity.map(term =>
      TermMatcher.create(term, namespace, true),
    );
    this.#wanted = affinity.map(() => new Domains());
    this.spreads = Spread.ofTemplate(template, nodes);
  }

  /** Whether the first instance may go anywhere, and all others must join it. */
  get startsAnew(): boolean {
    return (
      this.#affinity.length > 0 &&
      this.#wanted.every(({ size }) => size === 0) &&
      this.#affinity.every(
        (matcher, at) =>
          this.#template.affinity[at].about !== 'running' &&
          matcher.matches(this.#template),
      )
    );
  }

  /** Keys of domains in which no two new instances may be. */
  get exclusiveKeys(): string[] {
    const keys = this.#template.antiAffinity
      .filter(
        ({ about }, at) =>
          about !== 'running' && this.#antiAffinity[at].matches(this.#template),
      )
      .map(({ topologyKey }) => topologyKey);
    return [...new Set(keys)];
  }

  /** What keeps a node from taking even one instance. */
  obstacle(node: ProjectedNode): string | undefined {
    const port = hostPortConflict(
      this.#template.hostPorts,
      this.#ports.get(node.name) ?? [],
    );
    if (port) {
      return `port ${port.port} (${port.protocol}) taken`;
    }
    const away = this.#keptAway.keyOf(node);
    if (away) {
      return `another pod ${inDomain(away)} keeps it away`;
    }
    const avoided = this.#avoided.keyOf(node);
    if (avoided) {
      return `a pod ${inDomain(avoided)} that it keeps away from`;
    }
    return this.#unmetAffinity(node) ?? this.#unmetSpread(node);
  }

  #unmetAffinity(node: ProjectedNode): string | undefined {
    const { affinity } = this.#template;
    for (const { topologyKey } of affinity) {
      if (valueOf(node.labels, topologyKey) === undefined) {
        return `no label ${topologyKey}, which pod affinity goes by`;
      }
    }
    if (this.startsAnew) {
      return undefined;
    }
    const missing = this.#wanted.findIndex(domains => !domains.keyOf(node));
    return missing < 0
      ? undefined
      : `no pod ${inDomain(
          affinity[missing].topologyKey,
        )} that it belongs with`;
  }

  #unmetSpread(node: ProjectedNode): string | undefined {
    for (const spread of this.spreads) {
      const obstacle = spread.obstacle(node);
      if (obstacle) {
        return obstacle;
      }
    }
    return undefined;
  }

  #meet(node: ProjectedNode, pod: ProjectedPod): void {
    const { hostPorts, antiAffinity } = pod.placement ?? {};
    if (hostPorts && this.#template.hostPorts.length > 0) {
      const known = this.#ports.get(node.name) ?? [];
      this.#ports.set(node.name, [...known, ...hostPorts]);
    }
    for (const term of antiAffinity ?? []) {
      if (this.#keepsAway(term, pod.namespace)) {
        this.#keptAway.add(node, term.topologyKey);
      }
    }
    this.#antiAffinity.forEach((matcher, at) => {
      const { about, topologyKey } = this.#template.antiAffinity[at];
      if (about !== 'new' && matcher.matches(pod)) {
        this.#avoided.add(node, topologyKey);
      }
    });
    if (this.#affinity.length > 0 && this.#belongsWith(pod)) {
      this.#template.affinity.forEach(({ topologyKey }, at) =>
        this.#wanted[at].add(node, topologyKey),
      );
    }
    this.spreads.forEach(spread => spread.meet(node, pod));
  }

  #keepsAway(term: PodTerm, namespace: string): boolean {
    const anywhere = term.namespaces || term.namespaceSelector;
    if (!anywhere && namespace !== this.#template.namespace) {
      return false;
    }
    const known = this.#isKeptAway.get(term);
    if (known !== undefined) {
      return known;
    }
    const matches = TermMatcher.create(term, namespace, true).matches(
      this.#template,
    );
    this.#isKeptAway.set(term, matches);
    return matches;
  }

  #belongsWith(pod: ProjectedPod): boolean {
    return this.#affinity.every(
      (matcher, at) =>
        this.#template.affinity[at].about !== 'new' && matcher.matches(pod),
    );
  }
}
