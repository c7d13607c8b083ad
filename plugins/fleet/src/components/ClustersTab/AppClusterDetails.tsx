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

import { useCallback, useState } from 'react';

import type {
  AppClusterStatus,
  Instance,
} from '@slipway/backstage-plugin-fleet-common';
import { makeFleetStyles } from '../../tokens';
import { EventsPanel } from './EventsPanel';
import { InstancesPanel } from './InstancesPanel';
import { LogsPanel } from './LogsPanel';

const useStyles = makeFleetStyles((_theme, tokens) => ({
  root: {
    padding: '0 20px 20px 44px',
    display: 'grid',
    gap: 16,
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 1fr) 336px',
    background: tokens.sunken,
    '& > :last-child': { gridColumn: '1 / -1' },
    '@container (max-width: 900px)': {
      gridTemplateColumns: 'minmax(0, 1fr)',
      paddingLeft: 20,
    },
  },
}));

/** What an opened row shows: instances, events, logs. */
export function AppClusterDetails(props: {
  entityRef: string;
  item: AppClusterStatus;
}) {
  const { entityRef, item } = props;
  const { cluster, status } = item;
  const classes = useStyles();
  const [selected, setSelected] = useState<Instance>();
  const [instances, setInstances] = useState<Instance[]>([]);
  const onLoaded = useCallback((items: Instance[]) => {
    setInstances(items);
    // The instance that a person most likely wants to read comes first: the backend sorts failing ones to the top.
    setSelected(
      current =>
        items.find(({ name }) => name === current?.name) ?? current ?? items[0],
    );
  }, []);
  const unhealthy =
    (status?.instances.failing ?? 0) + (status?.instances.notPlaced ?? 0) > 0;
  return (
    <div className={classes.root}>
      <InstancesPanel
        entityRef={entityRef}
        cluster={cluster}
        manyUnhealthy={unhealthy && (status?.desired ?? 0) >= 60}
        selected={selected}
        onSelect={setSelected}
        onLoaded={onLoaded}
      />
      <EventsPanel entityRef={entityRef} cluster={cluster} />
      <LogsPanel
        entityRef={entityRef}
        cluster={cluster}
        instances={instances}
        instance={selected}
        onSelect={setSelected}
      />
    </div>
  );
}
