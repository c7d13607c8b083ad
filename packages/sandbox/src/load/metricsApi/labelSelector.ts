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

import { KubeRequestError } from '../../kube';

type Labels = Record<string, string>;

/** Whether labels fulfil one requirement of a selector. */
type Requirement = (labels: Labels) => boolean;

const SET = /^([^\s,=!()<>]+)\s+(in|notin)\s+\(([^()]*)\)$/;
const EQUALITY = /^([^\s,=!()<>]+)\s*(==|=|!=)\s*([^\s,=!()<>]*)$/;
const EXISTS = /^(!?)\s*([^\s,=!()<>]+)$/;

/**
 * Reads a label selector as the Kubernetes API takes it, for example `app=web,tier in (a, b),!canary`.
 *
 * @returns whether labels match; an empty selector matches all
 * @throws KubeRequestError with status 400 when it is no selector
 */
export function parseLabelSelector(text: string): Requirement {
  const requirements = text.trim()
    ? splitSelector(text).map(toRequirement)
    : [];
  return labels => requirements.every(matches => matches(labels));
}

// At the commas that are not inside the brackets of a set.
function splitSelector(text: string): string[] {
  return text.split(/,(?![^(]*\))/).map(part => part.trim());
}

// As in Kubernetes, `!=` and `notin` match objects that lack the label.
function toRequirement(text: string): Requirement {
  const set = SET.exec(text);
  if (set) {
    const [, key, operator, list] = set;
    const values = list.split(',').map(value => value.trim());
    return labels => values.includes(labels[key]) === (operator === 'in');
  }
  const equality = EQUALITY.exec(text);
  if (equality) {
    const [, key, operator, value] = equality;
    return labels => (labels[key] === value) === (operator !== '!=');
  }
  const exists = EXISTS.exec(text);
  if (exists) {
    const [, not, key] = exists;
    return labels => key in labels === !not;
  }
  throw new KubeRequestError(400, `"${text}" is no label selector`);
}
