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

import { makeStyles } from '@material-ui/core/styles';
import type {
  ClusterState,
  Freshness,
} from '@slipway/backstage-plugin-fleet-common';
import { CLUSTER_STATES_BY_URGENCY, CLUSTER_STATE_LOOKS } from '../../tokens';
import { formatCount, formatQuantity } from '../../format';
import { StateChip } from '../StateChip';

const useStyles = makeStyles({
  root: { display: 'inline-flex', flexWrap: 'wrap', gap: '4px 12px' },
  compact: { columnGap: 8 },
});

/** Props of {@link FreshnessCounts}. */
export interface FreshnessCountsProps {
  freshness: Freshness[];
  /** `Live · 3 clusters` instead of `Live · 3`. */
  long?: boolean;
}

function lookOf(state: ClusterState) {
  const { tone, icon } = CLUSTER_STATE_LOOKS[state];
  return { tone, icon };
}

/** A chip a state, with how many clusters are in it; live first. */
export function FreshnessCounts(props: FreshnessCountsProps) {
  const { freshness, long } = props;
  const classes = useStyles();
  const states = [...CLUSTER_STATES_BY_URGENCY]
    .reverse()
    .map(state => ({
      state,
      count: freshness.filter(item => item.state === state).length,
    }))
    .filter(({ count }) => count > 0);
  return (
    <span className={classes.root}>
      {states.map(({ state, count }, index) => (
        <StateChip key={state} {...lookOf(state)}>
          {`${CLUSTER_STATE_LOOKS[state].word} · ${
            long && index === 0
              ? formatQuantity(count, 'cluster')
              : formatCount(count)
          }`}
        </StateChip>
      ))}
    </span>
  );
}
