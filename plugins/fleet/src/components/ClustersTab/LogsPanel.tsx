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

import { useMemo, useState } from 'react';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Switch from '@material-ui/core/Switch';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import GetApp from '@material-ui/icons/GetApp';
import WrapText from '@material-ui/icons/WrapText';
import type { Instance } from '@slipway/backstage-plugin-fleet-common';
import { secondaryText } from '../../tokens';
import { formatClock, formatQuantity, shortInstanceName } from '../../format';
import { useLogs, useNow } from '../../hooks';
import { ActionButton, SearchField, Segments, SelectField } from '../Controls';
import { ViewState } from '../ViewState';
import { matchesSearch, parseLog } from './logLines';
import { LogView } from './LogView';
import { Panel } from './Panel';

const TAIL_LINES = 1_000;
/** A menu of more instances than this is no help; the table above chooses among all. */
const MAX_MENU_INSTANCES = 100;

const useStyles = makeStyles((theme: Theme) => ({
  none: {
    margin: 0,
    padding: 12,
    fontSize: 13,
    color: secondaryText(theme),
  },
  follow: { margin: 0, '& .MuiTypography-root': { fontSize: 12 } },
}));

/** Props of {@link LogsPanel}. */
export interface LogsPanelProps {
  entityRef: string;
  cluster: string;
  instances: Instance[];
  instance?: Instance;
  onSelect: (instance: Instance) => void;
}

/** The log of an instance: now, or of the run before the crash. */
export function LogsPanel(props: LogsPanelProps) {
  const { entityRef, cluster, instances, instance, onSelect } = props;
  const classes = useStyles();
  if (!instance) {
    return (
      <Panel title="Logs">
        <p className={classes.none}>Choose an instance to read its log.</p>
      </Panel>
    );
  }
  return (
    <InstanceLogs
      key={instance.name}
      entityRef={entityRef}
      cluster={cluster}
      instance={instance}
      instances={instances}
      onSelect={onSelect}
    />
  );
}

function InstanceLogs(props: LogsPanelProps & { instance: Instance }) {
  const { entityRef, cluster, instances, instance, onSelect } = props;
  const classes = useStyles();
  const now = useNow();
  const crashed = instance.containers.find(({ restarted }) => restarted);
  const [container, setContainer] = useState(
    (instance.state === 'failing' ? crashed : undefined)?.name ??
      instance.containers[0]?.name ??
      '',
  );
  const restarted = instance.containers.some(
    item => item.name === container && item.restarted,
  );
  const [run, setRun] = useState<'now' | 'before'>(
    instance.state === 'failing' && restarted ? 'before' : 'now',
  );
  const [search, setSearch] = useState('');
  const [wrap, setWrap] = useState(false);
  const [follow, setFollow] = useState(true);
  const previous = run === 'before' && restarted;
  const following = follow && !previous;
  const logs = useLogs(
    entityRef,
    {
      cluster,
      namespace: instance.namespace,
      pod: instance.name,
      container: container || undefined,
      previous: previous || undefined,
      tailLines: TAIL_LINES,
    },
    following,
  );
  const lines = useMemo(() => parseLog(logs.value ?? ''), [logs.value]);
  const hits = search
    ? lines.filter(line => matchesSearch(line, search)).length
    : undefined;
  const crashTime = instance.lastRestartAt
    ? `, ${formatClock(instance.lastRestartAt, now)}`
    : '';
  const first = instances.slice(0, MAX_MENU_INSTANCES);
  const menu = first.some(({ name }) => name === instance.name)
    ? first
    : [instance, ...first];

  return (
    <Panel
      title="Logs"
      controls={
        <>
          <SelectField
            label="Instance"
            value={instance.name}
            onChange={name => {
              const next = instances.find(item => item.name === name);
              if (next) {
                onSelect(next);
              }
            }}
            options={menu.map(({ name }) => ({
              value: name,
              text: shortInstanceName(name),
            }))}
          />
          <SelectField
            label="Container"
            value={container}
            onChange={setContainer}
            options={instance.containers.map(({ name }) => ({
              value: name,
              text: name,
            }))}
          />
          <Segments
            label="Which run"
            value={previous ? 'before' : 'now'}
            onChange={setRun}
            options={[
              { value: 'now', text: 'Now' },
              {
                value: 'before',
                text: `Before the crash${restarted ? crashTime : ''}`,
                disabled: !restarted,
              },
            ]}
          />
        </>
      }
      end={
        <>
          <SearchField
            small
            label="Search"
            width={148}
            value={search}
            onChange={setSearch}
            end={hits !== undefined && <span>{hits}</span>}
          />
          <ActionButton
            small
            aria-pressed={wrap}
            startIcon={<WrapText style={{ fontSize: 16 }} />}
            onClick={() => setWrap(!wrap)}
          >
            Wrap
          </ActionButton>
          <ActionButton
            small
            disabled={!logs.value}
            startIcon={<GetApp style={{ fontSize: 16 }} />}
            onClick={() =>
              download(`${cluster}-${instance.name}.log`, logs.value ?? '')
            }
          >
            Download
          </ActionButton>
          <FormControlLabel
            className={classes.follow}
            label="Follow"
            disabled={previous}
            control={
              <Switch
                size="small"
                color="primary"
                checked={following}
                onChange={() => setFollow(!follow)}
              />
            }
          />
        </>
      }
      footer={
        logs.value !== undefined && (
          <>
            <span>
              {formatQuantity(lines.length, 'line')}
              {previous &&
                ` of the run that ended${crashTime.replace(',', ' at')}`}
            </span>
            {following && <span>Follow shows new lines as they come</span>}
          </>
        )
      }
    >
      <ViewState
        live={logs}
        what={`the log of ${shortInstanceName(instance.name)} in ${cluster}`}
        permission="fleet.app.read"
        rows={3}
      >
        {() =>
          lines.length === 0 ? (
            <p className={classes.none}>
              {instance.node
                ? `${container} has written nothing yet.`
                : `${shortInstanceName(
                    instance.name,
                  )} is on no node yet, so it has no log.`}
            </p>
          ) : (
            <LogView
              lines={lines}
              search={search}
              wrap={wrap}
              follow={following}
            />
          )
        }
      </ViewState>
    </Panel>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(url);
}
