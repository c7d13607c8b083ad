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

import type { ClusterDetails } from '@slipway/backstage-plugin-fleet-common';
import { formatCount, formatList } from '../../format';
import { useSlots } from '../../hooks';
import { secondaryText, makeFleetStyles } from '../../tokens';

const GIB = 2 ** 30;
const GPUS = [1, 2, 4, 8];
/** What usually goes with a GPU. */
const CORES_PER_GPU = 1;
const MEMORY_PER_GPU = 4 * GIB;
const SIZES = GPUS.map(gpu => ({
  cpu: gpu * CORES_PER_GPU,
  memory: gpu * MEMORY_PER_GPU,
  gpu,
}));

const useStyles = makeFleetStyles((theme, tokens) => ({
  root: {
    flex: '1 1 176px',
    minWidth: 176,
    maxWidth: 320,
    paddingLeft: 24,
    borderLeft: `1px solid ${tokens.line}`,
    // Above the border that depends on the tokens.
    '&&': {
      [theme.breakpoints.down(1025)]: { borderLeft: 0, paddingLeft: 0 },
    },
  },
  title: { margin: 0, fontSize: 13, lineHeight: '20px', fontWeight: 600 },
  note: {
    margin: '0 0 4px',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
  },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: 13,
    lineHeight: '20px',
    '& th, & td': {
      padding: '5px 0',
      borderTop: `1px solid ${tokens.line}`,
    },
    '& tr:first-child > *': { borderTop: 0 },
    '& th': { fontWeight: 400, textAlign: 'left' },
    '& th span': { color: secondaryText(theme) },
    '& td': {
      textAlign: 'right',
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
    },
  },
}));

/** How many more instances with GPUs the live clusters can really take. */
export function FitsRightNow(props: { clusters: ClusterDetails[] }) {
  const { clusters } = props;
  const classes = useStyles();
  const slots = useSlots(SIZES, clusters);
  const live = new Set(
    clusters
      .filter(({ freshness }) => freshness.state === 'live')
      .map(({ name }) => name),
  );
  const left = clusters
    .filter(({ name, gpus }) => gpus?.total && !live.has(name))
    .map(({ name }) => name);
  return (
    <div className={classes.root}>
      <h3 className={classes.title}>Fits right now</h3>
      <p className={classes.note}>
        Slots summed node by node, with 1 core and 4 GiB a GPU
      </p>
      <table className={classes.table}>
        <tbody>
          {GPUS.map((gpus, index) => (
            <tr key={gpus}>
              <th scope="row">
                {gpus === 1 ? '1 GPU' : `${gpus} GPUs`}{' '}
                <span>{gpus === 1 ? 'an instance' : 'on one node'}</span>
              </th>
              <td>
                {slots.value
                  ? formatCount(
                      slots.value[index]
                        .filter(({ cluster }) => live.has(cluster))
                        .reduce((sum, item) => sum + item.slots, 0),
                    )
                  : '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {left.length > 0 && (
        <p className={classes.note} style={{ marginTop: 8 }}>
          Without {formatList(left)} until{' '}
          {left.length > 1 ? 'they are' : 'it is'} live.
        </p>
      )}
    </div>
  );
}
