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

import { useEffect, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import type { Instance } from '@slipway/backstage-plugin-fleet-common';
import { secondaryText } from '../../tokens';
import { formatCount } from '../../format';
import { useInstances } from '../../hooks';
import { ActionButton, SearchField, Segments } from '../Controls';
import { ViewState } from '../ViewState';
import { InstancesList } from './InstancesList';
import { Panel } from './Panel';

/** Who types is given so long before the instances are asked for. */
const TYPING_PAUSE_MS = 200;
/** What one answer of the backend holds at most. */
const PAGE_SIZE = 5_000;

const useStyles = makeStyles((theme: Theme) => ({
  none: {
    margin: 0,
    padding: 12,
    fontSize: 13,
    color: secondaryText(theme),
  },
}));

/** Props of {@link InstancesPanel}. */
export interface InstancesPanelProps {
  entityRef: string;
  cluster: string;
  /** Among very many instances, those that are not ready are what a person looks for. */
  manyUnhealthy: boolean;
  selected?: Instance;
  onSelect: (instance: Instance) => void;
  onLoaded: (instances: Instance[]) => void;
}

/** The instances of an app in a cluster; only the rows in view are drawn. */
export function InstancesPanel(props: InstancesPanelProps) {
  const { entityRef, cluster, manyUnhealthy, selected, onSelect, onLoaded } =
    props;
  const classes = useStyles();
  const [filter, setFilter] = useState<'all' | 'not-ready'>(
    manyUnhealthy ? 'not-ready' : 'all',
  );
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  useDebounce(
    () => {
      setSearch(typed.trim());
      setOffset(0);
    },
    TYPING_PAUSE_MS,
    [typed],
  );
  const page = useInstances(entityRef, {
    cluster,
    filter,
    search: search || undefined,
    offset,
    limit: PAGE_SIZE,
  });
  const items = page.value?.items;
  useEffect(() => {
    if (items) {
      onLoaded(items);
    }
  }, [items, onLoaded]);
  // The counts of the last page stay in the control while the next one is on its way.
  const [counts, setCounts] = useState<{ total: number; notReady: number }>();
  const value = page.value;
  useEffect(() => {
    if (value) {
      setCounts(previous => ({
        total: filter === 'all' ? value.total : previous?.total ?? value.total,
        notReady: value.notReady,
      }));
    }
  }, [value, filter]);

  return (
    <Panel
      title="Instances"
      controls={
        <Segments
          label="Which instances"
          value={filter}
          onChange={next => {
            setFilter(next);
            setOffset(0);
          }}
          options={[
            {
              value: 'all',
              text: counts ? `All ${formatCount(counts.total)}` : 'All',
            },
            {
              value: 'not-ready',
              text: counts
                ? `Not ready ${formatCount(counts.notReady)}`
                : 'Not ready',
            },
          ]}
        />
      }
      end={
        <SearchField
          small
          label="Filter instances"
          width={160}
          value={typed}
          onChange={setTyped}
        />
      }
      footer={
        value && value.total > 0 ? (
          <Footer
            offset={offset}
            shown={value.items.length}
            total={value.total}
            onOffset={setOffset}
          />
        ) : undefined
      }
    >
      <ViewState
        live={page}
        what={`the instances in ${cluster}`}
        permission="fleet.app.read"
      >
        {({ items: instances }) =>
          instances.length === 0 ? (
            <p className={classes.none}>
              {filter === 'not-ready' && !search
                ? `Every instance in ${cluster} is ready.`
                : `No instance in ${cluster} matches.`}
            </p>
          ) : (
            <InstancesList
              instances={instances}
              selected={selected}
              onSelect={onSelect}
            />
          )
        }
      </ViewState>
    </Panel>
  );
}

function Footer(props: {
  offset: number;
  shown: number;
  total: number;
  onOffset: (offset: number) => void;
}) {
  const { offset, shown, total, onOffset } = props;
  const last = offset + shown;
  return (
    <>
      <span>
        Rows {formatCount(offset + 1)} to {formatCount(last)} of{' '}
        {formatCount(total)}
      </span>
      {total > PAGE_SIZE && (
        <span style={{ display: 'flex', gap: 8 }}>
          <ActionButton
            small
            disabled={offset === 0}
            onClick={() => onOffset(Math.max(0, offset - PAGE_SIZE))}
          >
            Previous {formatCount(PAGE_SIZE)}
          </ActionButton>
          <ActionButton
            small
            disabled={last >= total}
            onClick={() => onOffset(last)}
          >
            Next {formatCount(PAGE_SIZE)}
          </ActionButton>
        </span>
      )}
    </>
  );
}
