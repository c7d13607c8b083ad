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

import { NO_DOMAIN, type PlacingRules } from './placeInstances';
import type { NodeFit } from './Slots';
import { inDomain } from './topologyWords';

/** How each rule is told: spreads as a fragment, the others by their topology keys. */
interface RuleWords {
  spreads: readonly string[];
  exclusive: readonly string[];
  together: readonly string[];
}

/** Why nodes that had room got no instance, now that none fits any more. */
export function whyUnused(
  open: readonly NodeFit[],
  placed: Int32Array,
  rules: PlacingRules,
  words: RuleWords,
): Map<NodeFit, string> {
  const first = placed.findIndex(count => count > 0);
  const taken = rules.exclusive.map(
    domains =>
      new Set(
        domains.filter((domain, at) => placed[at] > 0 && domain !== NO_DOMAIN),
      ),
  );
  const why = (at: number): string | undefined => {
    const apart = rules.together.findIndex(
      domains => first >= 0 && domains[first] !== domains[at],
    );
    if (apart >= 0) {
      return `the other instances, with whom it belongs, are not ${inDomain(
        words.together[apart],
      )}`;
    }
    const other = rules.exclusive.findIndex((domains, rule) =>
      taken[rule].has(domains[at]),
    );
    if (other >= 0) {
      return `another new instance ${inDomain(words.exclusive[other])}`;
    }
    return words.spreads.find(
      (_, rule) =>
        !rules.spreads[rule].counter.takes(rules.spreads[rule].domains[at]),
    );
  };
  const reasons = new Map<NodeFit, string>();
  open.forEach((fit, at) => {
    const reason = placed[at] > 0 ? undefined : why(at);
    if (reason !== undefined) {
      reasons.set(fit, reason);
    }
  });
  return reasons;
}
