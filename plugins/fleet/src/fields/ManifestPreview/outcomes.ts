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

import type { ObjectResult } from '@slipway/backstage-plugin-fleet-common';
import { formatCount, formatQuantity } from '../../format';
import type { Tone } from '../../tokens';
import type { PlannedCluster } from './planSteps';

/** How the outcome of an object is shown. */
export interface OutcomeLook {
  sign: string;
  word: string;
  tone: Tone;
}

const CREATED: OutcomeLook = { sign: '+', word: 'new', tone: 'ok' };
const CHANGED: OutcomeLook = { sign: '~', word: 'changed', tone: 'warn' };
const SAME: OutcomeLook = { sign: '=', word: 'unchanged', tone: 'muted' };
const CONFLICT: OutcomeLook = { sign: '!', word: 'in conflict', tone: 'error' };
const REFUSED: OutcomeLook = { sign: '×', word: 'refused', tone: 'error' };
const NOT_ASKED: OutcomeLook = { sign: '?', word: 'not asked', tone: 'muted' };

/** The looks of the outcomes that a plan has. */
export const OUTCOME_LOOKS: Record<ObjectResult['outcome'], OutcomeLook> = {
  created: CREATED,
  changed: CHANGED,
  unchanged: SAME,
  conflict: CONFLICT,
  failed: REFUSED,
  'not-tried': NOT_ASKED,
  deleted: { sign: '−', word: 'deleted', tone: 'warn' },
  gone: SAME,
};

/** `4 new, 1 change`. */
export function summariseCluster({ objects }: PlannedCluster): string {
  const count = (...outcomes: Array<ObjectResult['outcome']>) =>
    objects.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const refused = count('conflict', 'failed');
  const created = count('created');
  const changed = count('changed');
  const parts = [
    refused > 0 && `${formatCount(refused)} refused`,
    created > 0 && `${formatCount(created)} new`,
    changed > 0 && formatQuantity(changed, 'change'),
  ].filter(Boolean);
  if (parts.length > 0) {
    return parts.join(', ');
  }
  return objects.length > 0 ? 'no change' : 'not asked';
}
