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
  FieldChange,
  ObjectResult,
} from '@slipway/backstage-plugin-fleet-common';
import type { ChangeResult } from '@slipway/backstage-plugin-fleet-node';

/** Fields that a sentence names; more are counted. */
const MAX_FIELDS = 5;
const MAX_VALUE_LENGTH = 80;

/** How to undo what was done in a cluster, a plain sentence an object, the last first. Pure. */
export function describeUndo({ cluster, objects }: ChangeResult): string[] {
  return objects
    .map(object => describe(object, cluster))
    .filter(sentence => sentence !== undefined)
    .reverse();
}

function describe(object: ObjectResult, cluster: string): string | undefined {
  const { kind, name, namespace, outcome, changes } = object;
  const what = `${kind} ${
    namespace ? `${namespace}/${name}` : name
  } in ${cluster}`;
  switch (outcome) {
    case 'created':
      return `Delete ${what}.`;
    case 'changed':
      return `In ${what} ${describeFields(changes)}.`;
    case 'deleted':
      return `Apply ${what} again from its manifest; what it held itself is gone.`;
    default:
      return undefined;
  }
}

function describeFields(changes: readonly FieldChange[]): string {
  const shown = changes
    .slice(0, MAX_FIELDS)
    .map(({ path, from }) =>
      from === undefined
        ? `take out ${path}`
        : `set ${path} back to ${shorten(JSON.stringify(from))}`,
    );
  const more = changes.length - shown.length;
  return more > 0 ? `${shown.join(', ')}, and ${more} more` : shown.join(', ');
}

function shorten(text: string): string {
  return text.length > MAX_VALUE_LENGTH
    ? `${text.slice(0, MAX_VALUE_LENGTH)}…`
    : text;
}
