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
import HelpOutline from '@material-ui/icons/HelpOutline';
import type { KindStatus } from '@slipway/backstage-plugin-fleet-common';
import { formatCount, formatQuantity } from '../../format';
import { CLUSTER_STATE_LOOKS } from '../../tokens';
import { RelativeTime } from '../RelativeTime';
import { Section } from '../Section';
import { StateIcon } from '../StateIcon';
import { useTableStyles } from './useTableStyles';

const useStyles = makeStyles({
  number: { textAlign: 'right !important' as 'right' },
  state: { display: 'inline-flex', gap: 8, alignItems: 'center' },
});

const NOT_INSTALLED = {
  icon: HelpOutline,
  tone: 'muted',
  word: 'Not installed',
} as const;

/** Every kind that is watched in a cluster, with the state of its watch. */
export function KindsTable(props: { kinds: KindStatus[] }) {
  const { kinds } = props;
  const table = useTableStyles();
  const classes = useStyles();
  return (
    <Section title="Watched kinds" note={formatQuantity(kinds.length, 'kind')}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">State</th>
            <th scope="col">As of</th>
            <th scope="col" className={classes.number}>
              Objects
            </th>
          </tr>
        </thead>
        <tbody>
          {kinds.map(({ kind, state, objects, asOf, reason }) => {
            const look =
              state === 'not-installed'
                ? NOT_INSTALLED
                : CLUSTER_STATE_LOOKS[state];
            return (
              <tr key={kind}>
                <th scope="row">{kind}</th>
                <td>
                  <span className={classes.state}>
                    <StateIcon icon={look.icon} tone={look.tone} size={14} />
                    {look.word}
                  </span>
                  {reason && <span className={table.second}>{reason}</span>}
                </td>
                <td>{asOf ? <RelativeTime time={asOf} /> : '–'}</td>
                <td className={classes.number}>{formatCount(objects)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}
