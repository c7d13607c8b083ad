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

import { makeStyles, type Theme } from '@material-ui/core/styles';
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
import { secondaryText, useFleetTokens, type FleetTokens } from '../../tokens';
import { HeadroomBar } from '../HeadroomBar';
import { Section } from '../Section';

const useStyles = makeStyles((theme: Theme) => ({
  scroller: { overflowX: 'auto' },
  table: {
    width: '100%',
    minWidth: 720,
    borderCollapse: 'collapse',
    fontSize: 13,
    lineHeight: '20px',
    fontVariantNumeric: 'tabular-nums',
    '& th, & td': {
      textAlign: 'left',
      padding: '8px 8px',
      borderTop: ({ line }: FleetTokens) => `1px solid ${line}`,
    },
    '& th:first-child, & td:first-child': { paddingLeft: 20 },
    '& th:last-child, & td:last-child': { paddingRight: 20 },
    '& thead th': {
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 500,
      color: secondaryText(theme),
      background: ({ sunken }: FleetTokens) => sunken,
    },
    '& tbody th': { fontWeight: 400 },
  },
  bar: { width: '18%' },
  label: {
    display: 'block',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
  },
}));

/** What is free in each node pool of a cluster. */
export function NodePoolsTable(props: { pools: NodePool[]; faded: boolean }) {
  const { pools, faded } = props;
  const classes = useStyles(useFleetTokens());
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
        <table className={classes.table}>
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
                  <span className={classes.label}>
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
