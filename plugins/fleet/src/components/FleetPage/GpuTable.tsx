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
import { formatGpuProduct, formatPercent } from '../../format';
import { secondaryText, makeFleetStyles } from '../../tokens';

const useStyles = makeFleetStyles((theme, tokens) => ({
  scroll: { overflow: 'auto', maxHeight: 420 },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: 13,
    lineHeight: '20px',
    fontVariantNumeric: 'tabular-nums',
    '& th': {
      position: 'sticky',
      top: 0,
      fontSize: 12,
      fontWeight: 500,
      color: secondaryText(theme),
      background: theme.palette.background.paper,
    },
    '& th, & td': {
      textAlign: 'left',
      padding: '6px 20px',
      borderTop: `1px solid ${tokens.line}`,
    },
  },
}));

/** The data of the heat-map, a row a node. */
export function GpuTable(props: { clusters: ClusterDetails[] }) {
  const classes = useStyles();
  const rows = props.clusters.flatMap(cluster =>
    cluster.gpuNodes.map(node => ({ cluster: cluster.name, node })),
  );
  return (
    // The table scrolls inside the card, so the keyboard must reach it.
    <div
      className={classes.scroll}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      role="region"
      aria-label="GPUs"
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Cluster</th>
            <th scope="col">Node</th>
            <th scope="col">Product</th>
            <th scope="col">Free</th>
            <th scope="col">Busy</th>
            <th scope="col">Idle</th>
            <th scope="col">Unknown</th>
            <th scope="col">Mean utilisation</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cluster, node }) => {
            const count = (use: string) =>
              node.gpus.filter(gpu => gpu.use === use).length;
            const known = node.gpus.flatMap(gpu => gpu.utilization ?? []);
            return (
              <tr key={`${cluster}/${node.name}`}>
                <td>{cluster}</td>
                <td>
                  {node.name}
                  {!node.ready && ' (not ready)'}
                </td>
                <td>{node.product ? formatGpuProduct(node.product) : '–'}</td>
                <td>{count('free')}</td>
                <td>{count('busy')}</td>
                <td>{count('idle')}</td>
                <td>{count('unknown')}</td>
                <td>
                  {known.length > 0
                    ? formatPercent(
                        known.reduce((sum, value) => sum + value, 0) /
                          known.length,
                      )
                    : 'Unknown'}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
