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

import type { LabelSelector, PodTerm } from '../../projection';
import type { Labels } from '../PlacementTemplate';
import { matchesLabels } from './matchesLabels';

/** The only label of a namespace that is known without reading the namespace: the API server sets it. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** What a term is matched with. */
export interface PodIdentity {
  namespace: string;
  labels: Labels;
}

/**
 * Whether a term of affinity between pods is about a pod.
 *
 * Labels of namespaces are not known, save their names: where a term chooses namespaces by other labels,
 * `unknownNamespaces` decides.
 */
export class TermMatcher {
  readonly #term: PodTerm;
  readonly #home: string;
  readonly #unknownNamespaces: boolean;
  /** By label set: the pods of a ReplicaSet share theirs. */
  readonly #known = new Map<Labels, boolean>();

  /**
   * @param home the namespace of the pod that has the term
   * @param unknownNamespaces whether the term is about pods of a namespace of which that cannot be told
   */
  static create(
    term: PodTerm,
    home: string,
    unknownNamespaces: boolean,
  ): TermMatcher {
    return new TermMatcher(term, home, unknownNamespaces);
  }

  private constructor(term: PodTerm, home: string, unknownNamespaces: boolean) {
    this.#term = term;
    this.#home = home;
    this.#unknownNamespaces = unknownNamespaces;
  }

  matches({ namespace, labels }: PodIdentity): boolean {
    return this.#isIn(namespace) && this.#chooses(labels);
  }

  #isIn(namespace: string): boolean {
    const { namespaces, namespaceSelector } = this.#term;
    if (!namespaces && !namespaceSelector) {
      return namespace === this.#home;
    }
    if (namespaces?.includes(namespace)) {
      return true;
    }
    if (!namespaceSelector) {
      return false;
    }
    return goesByName(namespaceSelector)
      ? matchesLabels(namespaceSelector, { [NAMESPACE_NAME]: namespace })
      : this.#unknownNamespaces;
  }

  #chooses(labels: Labels): boolean {
    let chosen = this.#known.get(labels);
    if (chosen === undefined) {
      chosen = matchesLabels(this.#term.selector, labels);
      this.#known.set(labels, chosen);
    }
    return chosen;
  }
}

function goesByName({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return [
    ...Object.keys(matchLabels ?? {}),
    ...(matchExpressions ?? []).map(({ key }) => key),
  ].every(key => key === NAMESPACE_NAME);
}
