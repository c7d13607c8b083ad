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

import type { AppStatus } from '@slipway/backstage-plugin-fleet-common';
import { formatCount, formatList, formatQuantity } from '../../format';
import { isLastKnown, type AppTotals } from '../ClustersTab';

/** How an app is, as two sentences. */
export interface AppDescription {
  headline: string;
  details: string;
}

/** @returns what happened and where, and whether the app still serves */
export function describeApp(
  status: AppStatus,
  totals: AppTotals,
): AppDescription {
  const inNeed = status.clusters.filter(
    ({ status: known }) =>
      known &&
      (known.health.state === 'failing' || known.health.state === 'attention'),
  );
  const where = formatList(inNeed.map(({ cluster }) => cluster));
  const live = totals.ready - totals.lastKnown;
  const serves = [
    `${formatQuantity(live, 'instance')} ${live === 1 ? 'is' : 'are'} ready`,
    totals.lastKnown > 0 &&
      `${formatCount(totals.lastKnown)} more ${
        totals.lastKnown === 1 ? 'was' : 'were'
      } when last seen`,
  ]
    .filter(Boolean)
    .join(', ');
  const [worst] = status.health.reasons;
  switch (status.health.state) {
    case 'failing':
    case 'attention':
      return {
        headline: worst
          ? `${withoutFullStop(worst.message)}${where ? `, in ${where}` : ''}`
          : `Needs attention${where ? ` in ${where}` : ''}`,
        details:
          totals.ready > 0
            ? `The app still serves: ${serves}.`
            : 'No instance is ready, so the app does not serve.',
      };
    case 'starting':
      return {
        headline:
          worst?.message ??
          `${formatQuantity(
            totals.desired - totals.ready,
            'instance',
          )} on the way`,
        details: `So far ${serves}.`,
      };
    case 'unknown':
      return {
        headline: 'Unknown',
        details: `No cluster tells how this app is now. ${capitalize(serves)}.`,
      };
    default:
      return {
        headline: status.clusters.some(isLastKnown)
          ? 'Healthy where it can be seen'
          : 'Healthy',
        details: `${capitalize(serves)}.`,
      };
  }
}

/** A reason may be a sentence of its own; here it is the first half of one. */
function withoutFullStop(text: string): string {
  return text.replace(/\.$/, '');
}

function capitalize(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en-US') + text.slice(1);
}
