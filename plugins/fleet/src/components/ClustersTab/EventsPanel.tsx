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
import Tooltip from '@material-ui/core/Tooltip';

import ErrorIcon from '@material-ui/icons/Error';
import InfoOutlined from '@material-ui/icons/InfoOutlined';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import type { AppEvent } from '@slipway/backstage-plugin-fleet-common';
import { formatQuantity, shortInstanceName } from '../../format';
import { useEvents } from '../../hooks';
import { secondaryText, makeFleetStyles } from '../../tokens';
import { LinkButton } from '../Controls';
import { RelativeTime } from '../RelativeTime';
import { StateIcon } from '../StateIcon';
import { ViewState } from '../ViewState';
import { Panel } from './Panel';

const FIRST_EVENTS = 5;

const useStyles = makeFleetStyles((theme, tokens) => ({
  list: { margin: 0, padding: 0, listStyle: 'none' },
  all: { maxHeight: 420, overflowY: 'auto' },
  event: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr) auto',
    gap: 8,
    padding: '10px 12px',
    fontSize: 13,
    lineHeight: '18px',
    '& + &': { borderTop: `1px solid ${tokens.line}` },
  },
  second: {
    display: 'block',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
    overflowWrap: 'anywhere',
  },
  time: {
    fontSize: 12,
    color: secondaryText(theme),
    fontVariantNumeric: 'tabular-nums',
  },
  none: {
    margin: 0,
    padding: 12,
    fontSize: 13,
    color: secondaryText(theme),
  },
  more: { padding: '8px 12px', fontSize: 12 },
}));

const LOOKS = {
  info: { icon: InfoOutlined, tone: 'info' },
  attention: { icon: ReportProblemOutlined, tone: 'warn' },
  failing: { icon: ErrorIcon, tone: 'error' },
} as const;

/** What Kubernetes says happened to the app in a cluster. */
export function EventsPanel(props: { entityRef: string; cluster: string }) {
  const { entityRef, cluster } = props;
  const events = useEvents(entityRef, cluster);
  const classes = useStyles();
  const [all, setAll] = useState(false);
  return (
    <Panel title="Events" note="last hour, newest first">
      <ViewState
        live={events}
        what={`the events in ${cluster}`}
        permission="fleet.app.read"
        rows={3}
      >
        {items =>
          items.length === 0 ? (
            <p className={classes.none}>
              {cluster} recorded no event for this app in the last hour.
            </p>
          ) : (
            <>
              <ul className={`${classes.list} ${all ? classes.all : ''}`}>
                {(all ? items : items.slice(0, FIRST_EVENTS)).map(event => (
                  <EventItem key={keyOf(event)} event={event} />
                ))}
              </ul>
              {items.length > FIRST_EVENTS && (
                <div className={classes.more}>
                  <LinkButton onClick={() => setAll(!all)}>
                    {all ? 'Fewer events' : `All ${items.length} events`}
                  </LinkButton>
                </div>
              )}
            </>
          )
        }
      </ViewState>
    </Panel>
  );
}

function EventItem(props: { event: AppEvent }) {
  const { event } = props;
  const classes = useStyles();
  const { icon, tone } = LOOKS[event.severity];
  return (
    <li className={classes.event}>
      <StateIcon icon={icon} tone={tone} size={16} />
      <span>
        <Tooltip title={event.code}>
          <span>{event.message}</span>
        </Tooltip>
        <span className={classes.second}>
          {event.object.kind === 'Pod'
            ? shortInstanceName(event.object.name)
            : event.object.name}
          {event.count > 1 && ` · ${formatQuantity(event.count, 'time')}`}
        </span>
      </span>
      <span className={classes.time}>
        <RelativeTime time={event.lastSeenAt} as="clock" />
      </span>
    </li>
  );
}

function keyOf({ namespace, object, code, message }: AppEvent): string {
  return [namespace, object.kind, object.name, code, message].join('/');
}
