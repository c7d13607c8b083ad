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

import type { ProjectedNode, ProjectedPod } from '../../projection';
import {
  TermMatcher,
  unmetByNode,
  untoleratedTaint,
  valueOf,
} from '../matching';
import type { PlacementTemplate, SpreadConstraint } from '../PlacementTemplate';
import { SpreadCounter } from './SpreadCounter';

/**
 * One spread constraint over the pods that run already (kube-scheduler `PodTopologySpread`). Only nodes with the labels
 * of all constraints count, and of them those that the constraint's policies leave in.
 */
export class Spread {
  readonly topologyKey: string;
  /** Whether new instances count for it themselves. */
  readonly countsItself: boolean;
  readonly #constraint: SpreadConstraint;
  readonly #home: string;
  readonly #matcher: TermMatcher;
  readonly #counted: ReadonlySet<ProjectedNode>;
  /** Matching pods by domain. */
  readonly #counts = new Map<string, number>();
  #counter: SpreadCounter | undefined;

  static ofTemplate(
    template: PlacementTemplate,
    nodes: readonly ProjectedNode[],
  ): Spread[] {
    const keys = template.spread.map(({ topologyKey }) => topologyKey);
    const labelled = nodes.filter(({ labels }) =>
      keys.every(key => valueOf(labels, key) !== undefined),
    );
    return template.spread.map(
      constraint => new Spread(constraint, template, labelled),
    );
  }

  private constructor(
    constraint: SpreadConstraint,
    template: PlacementTemplate,
    labelled: readonly ProjectedNode[],
  ) {
    const { about, honorsAffinity, honorsTaints, topologyKey } = constraint;
    this.topologyKey = topologyKey;
    this.#constraint = constraint;
    this.#home = template.namespace;
    this.#matcher = TermMatcher.create(constraint, template.namespace, false);
    this.countsItself = about !== 'running' && this.#matcher.matches(template);
    this.#counted = new Set(
      labelled.filter(
        node =>
          !(honorsAffinity && unmetByNode(node, template)) &&
          !(honorsTaints && untoleratedTaint(node, template.tolerations)),
      ),
    );
    for (const { labels } of this.#counted) {
      this.#counts.set(labels[topologyKey], 0);
    }
  }

  meet(node: ProjectedNode, pod: ProjectedPod): void {
    if (
      this.#constraint.about !== 'new' &&
      // A pod that is ending makes room.
      pod.deletedAt === undefined &&
      pod.namespace === this.#home &&
      this.#counted.has(node) &&
      this.#matcher.matches(pod)
    ) {
      const domain = node.labels[this.topologyKey];
      this.#counts.set(domain, this.#counts.get(domain)! + 1);
    }
  }

  /** What keeps a node from taking even one instance, whatever others take. */
  obstacle({ labels }: ProjectedNode): string | undefined {
    const domain = valueOf(labels, this.topologyKey);
    if (domain === undefined) {
      return `no label ${this.topologyKey}, which the spread goes by`;
    }
    if (this.countsItself) {
      return undefined;
    }
    this.#counter ??= this.counter();
    const above = (this.#counts.get(domain) ?? 0) - this.#counter.least;
    return above > this.#constraint.maxSkew ? this.atLimit : undefined;
  }

  get atLimit(): string {
    return `the spread over ${this.topologyKey} is at its limit`;
  }

  /** Counts on from the pods that run now. */
  counter(): SpreadCounter {
    return SpreadCounter.create([...this.#counts.values()], this.#constraint);
  }

  /** The domains of nodes, by their numbers in {@link Spread.counter}. */
  domainsOf(nodes: readonly ProjectedNode[]): Int32Array {
    const numbers = new Map(
      [...this.#counts.keys()].map((key, at) => [key, at]),
    );
    return Int32Array.from(
      nodes,
      ({ labels }) => numbers.get(labels[this.topologyKey])!,
    );
  }
}
