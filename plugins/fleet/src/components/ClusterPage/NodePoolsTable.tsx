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
  NodePool,
  ResourceHeadroom,
} from '@slipway/backstage-plugin-fleet-common';
import {
  commonMemoryUnit,
  formatCores,
  formatCount,
  formatMemoryIn,
  formatQuantity,
} from '../../format';
import { HeadroomBar } from '../HeadroomBar';
import { Section } from '../Section';
import { useTableStyles } from './useTableStyles';

const useStyles = makeStyles({
  scroller: { overflowX: 'auto' },
  table: { minWidth: 720 },
  bar: { width: '18%' },
});

/** What is free in each node pool of a cluster. */
export function NodePoolsTable(props: { pools: NodePool[]; faded: boolean }) {
  const { pools, faded } = props;
  const table = useTableStyles();
  const classes = useStyles();
  const unit = commonMemoryUnit(
    pools.map(({ headroom }) => headroom.memory.allocatable),
  );
  const hasGpus = pools.some(({ headroom }) => headroom.gpu.allocatable > 0);
  return (
    <Section
      title="Node pools"
      note={formatQuantity(pools.length, 'node pool')}
    >
      {/* The table scrolls inside the card where the page is narrow, so the keyboard must reach it. */}
      <div
        className={classes.scroller}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="group"
        aria-label="Table of node pools"
      >
        <table className={`${table.table} ${classes.table}`}>
          <thead>
            <tr>
              <th scope="col">Node pool</th>
              <th scope="col">Nodes ready</th>
              <th scope="col" className={classes.bar}>
                CPU free, cores
              </th>
              <th scope="col" className={classes.bar}>
                Memory free, {unit}
              </th>
              <th scope="col" className={classes.bar}>
                Pods free
              </th>
              {hasGpus && (
                <th scope="col" className={classes.bar}>
                  GPUs free
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {pools.map(({ name, label, nodes, headroom }) => (
              <tr key={`${label} ${name}`}>
                <th scope="row">
                  {name || 'Other nodes'}
                  <span className={table.second}>
                    {label ?? 'no label names their pool'}
                  </span>
                </th>
                <td>
                  {formatCount(nodes.ready)} of {formatCount(nodes.total)}
                </td>
                <FreeCell
                  name={`CPU cores of ${name}`}
                  headroom={headroom.cpu}
                  format={value => formatCores(Math.floor(value * 10) / 10)}
                  faded={faded}
                />
                <FreeCell
                  name={`Memory of ${name} in ${unit}`}
                  headroom={headroom.memory}
                  format={value => formatMemoryIn(unit, value, true)}
                  faded={faded}
                />
                <FreeCell
                  name={`Pods of ${name}`}
                  headroom={headroom.pods}
                  faded={faded}
                />
                {hasGpus && (
                  <FreeCell
                    name={`GPUs of ${name}`}
                    headroom={headroom.gpu}
                    faded={faded}
                  />
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function FreeCell(props: {
  name: string;
  headroom: ResourceHeadroom;
  format?: (value: number) => string;
  faded: boolean;
}) {
  const { headroom } = props;
  return <td>{headroom.allocatable > 0 ? <HeadroomBar {...props} /> : '–'}</td>;
}
