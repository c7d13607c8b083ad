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

import { useState } from 'react';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import type { AppStatus } from '@slipway/backstage-plugin-fleet-common';
import { secondaryText } from '../../tokens';
import { SearchField } from '../Controls';
import { GridTable } from '../GridTable';
import { InstanceSquare } from '../InstanceSquares';
import { Legend, Section } from '../Section';
import { AppNotices } from './AppNotices';
import { AppClusterRow } from './AppClusterRow';
import { useAppGridStyles } from './appGrid';

const useStyles = makeStyles((theme: Theme) => ({
  none: {
    margin: 0,
    padding: '24px 20px',
    fontSize: 13,
    color: secondaryText(theme),
  },
}));

const LEGEND = [
  { key: 'ready', swatch: <InstanceSquare kind="ready" />, text: 'Ready' },
  {
    key: 'starting',
    swatch: <InstanceSquare kind="starting" />,
    text: 'Starting',
  },
  {
    key: 'failing',
    swatch: <InstanceSquare kind="failing" />,
    text: 'Failing',
  },
  {
    key: 'not-placed',
    swatch: <InstanceSquare kind="not-placed" />,
    text: 'Not placed',
  },
  {
    key: 'last-known',
    swatch: <InstanceSquare kind="last-known" />,
    text: 'Last known',
  },
];

const COLUMNS = [
  { unseen: 'Open' },
  'Cluster',
  'Version',
  'Ready / desired',
  'State',
  'Replicas set by',
  'GPUs',
  'Restarts',
  'Requests/s, 1 h',
];

/** An app, a row a cluster; a row opens into instances, events and logs. */
export function AppClustersTable(props: { status: AppStatus }) {
  const { entityRef, clusters } = props.status;
  const classes = useStyles();
  const grid = useAppGridStyles();
  const [filter, setFilter] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const text = filter.trim().toLocaleLowerCase('en-US');
  const shown = clusters.filter(({ cluster, location, group }) =>
    [cluster, location, group].some(name =>
      name.toLocaleLowerCase('en-US').includes(text),
    ),
  );
  const toggle = (cluster: string) => {
    const next = new Set(open);
    if (!next.delete(cluster)) {
      next.add(cluster);
    }
    setOpen(next);
  };
  return (
    <Section
      title="Clusters"
      note={clusters.length}
      actions={
        <>
          <Legend items={LEGEND} />
          <SearchField
            small
            label="Filter clusters"
            width={176}
            value={filter}
            onChange={setFilter}
          />
        </>
      }
    >
      <AppNotices clusters={clusters} states={['catching-up', 'stale']} />
      <GridTable
        grouped
        label="Clusters of this app"
        columns={COLUMNS}
        grid={grid}
      >
        {shown.map(item => (
          <AppClusterRow
            key={item.cluster}
            entityRef={entityRef}
            item={item}
            open={open.has(item.cluster)}
            onToggle={() => toggle(item.cluster)}
          />
        ))}
      </GridTable>
      <AppNotices clusters={clusters} states={['unreachable', 'denied']} />
      {shown.length === 0 && (
        <p className={classes.none}>No cluster of this app matches.</p>
      )}
    </Section>
  );
}
