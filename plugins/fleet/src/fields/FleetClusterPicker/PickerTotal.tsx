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

import CheckCircle from '@material-ui/icons/CheckCircle';
import InfoOutlined from '@material-ui/icons/InfoOutlined';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import type { ClusterSlots } from '@slipway/backstage-plugin-fleet-common';
import { StateIcon } from '../../components/StateIcon';
import { formatList, formatQuantity } from '../../format';
import { secondaryText, makeFleetStyles } from '../../tokens';
import type { ClusterChoice } from './schema';

const useStyles = makeFleetStyles((theme, tokens) => ({
  root: {
    display: 'flex',
    gap: 16,
    alignItems: 'center',
    padding: '16px 20px',
    borderTop: `1px solid ${tokens.line}`,
    background: tokens.sunken,
    borderRadius: '0 0 8px 8px',
  },
  first: { fontSize: 14, fontWeight: 600 },
  second: {
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
  },
}));

/** What is chosen, and whether it fits. */
export function PickerTotal(props: {
  choices: ClusterChoice[];
  counted: boolean;
  slots: Map<string, ClusterSlots>;
}) {
  const { choices, counted, slots } = props;
  const classes = useStyles();
  const tooMany = choices.filter(
    ({ name, instances }) => instances > (slots.get(name)?.slots ?? 0),
  );
  const fitting = counted ? 'all fit' : 'it fits in all';
  const total = choices.reduce((sum, { instances }) => sum + instances, 0);
  const [icon, tone] = lookOf(choices.length, tooMany.length);
  return (
    <div className={classes.root} role="status">
      <StateIcon icon={icon} tone={tone} size={20} />
      <div>
        <div className={classes.first}>
          {choices.length === 0
            ? 'No cluster is chosen yet'
            : `${
                counted ? `${formatQuantity(total, 'instance')} in ` : ''
              }${formatQuantity(choices.length, 'cluster')}, ${
                tooMany.length === 0
                  ? fitting
                  : `too many for ${formatList(
                      tooMany.map(({ name }) => name),
                    )}`
              }`}
        </div>
        <div className={classes.second}>
          {(counted ? choices : [])
            .map(
              ({ name, instances }) =>
                `${name} ${instances} of ${formatQuantity(
                  slots.get(name)?.slots ?? 0,
                  'slot',
                )}`,
            )
            .join(', ')}
        </div>
      </div>
    </div>
  );
}

function lookOf(chosen: number, tooMany: number) {
  if (chosen === 0) {
    return [InfoOutlined, 'muted'] as const;
  }
  return tooMany === 0
    ? ([CheckCircle, 'ok'] as const)
    : ([ReportProblemOutlined, 'warn'] as const);
}
