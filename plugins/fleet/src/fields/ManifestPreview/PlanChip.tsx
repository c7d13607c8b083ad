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

import CheckCircle from '@material-ui/icons/CheckCircle';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import Schedule from '@material-ui/icons/Schedule';
import Sync from '@material-ui/icons/Sync';
import { ActionButton } from '../../components/Controls';
import { StateChip } from '../../components/StateChip';
import { formatAge } from '../../format';
import type { RequestedValue } from '../../hooks';
import type { Plan } from './planSteps';

/** Clusters change by themselves, so an older plan is asked for again. */
const STALE_AFTER_MS = 5 * 60_000;

interface PlanChipProps {
  live: RequestedValue<Plan>;
  /** Epoch milliseconds. */
  now: number;
}

/** How a plan stands, in a word. Changes of it are told to readers. */
export function PlanChip(props: PlanChipProps) {
  return (
    <span
      role="status"
      style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}
    >
      <Standing {...props} />
    </span>
  );
}

function Standing({ live, now }: PlanChipProps) {
  const { value: plan, pending, state, retry } = live;
  if (pending && state !== 'error') {
    return (
      <StateChip tone="info" icon={Sync}>
        Checking
      </StateChip>
    );
  }
  if (!plan || (plan.clusters.length === 0 && plan.problems.length === 0)) {
    return null;
  }
  const age = Math.max(0, now - plan.checkedAt);
  if (state === 'error' || age > STALE_AFTER_MS) {
    return (
      <>
        <StateChip tone="warn" icon={Schedule}>
          Stale · {formatAge(age)}
        </StateChip>
        <ActionButton small onClick={retry}>
          Check again
        </ActionButton>
      </>
    );
  }
  const { clusters, problems } = plan;
  const accepted = clusters.filter(cluster => cluster.accepted).length;
  const refused = problems.length > 0 || accepted < clusters.length;
  return (
    <StateChip
      tone={refused ? 'error' : 'ok'}
      icon={refused ? ErrorOutline : CheckCircle}
    >
      {problems.length > 0
        ? 'Refused'
        : `Dry run ${refused ? 'refused' : 'accepted'} · ${
            refused ? clusters.length - accepted : accepted
          } of ${clusters.length}`}
    </StateChip>
  );
}
