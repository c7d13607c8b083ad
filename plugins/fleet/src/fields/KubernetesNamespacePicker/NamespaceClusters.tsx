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
import HelpOutline from '@material-ui/icons/HelpOutline';
import LockOutlined from '@material-ui/icons/LockOutlined';
import AddCircleOutline from '@material-ui/icons/AddCircleOutline';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import { StateIcon } from '../../components/StateIcon';
import { makeFleetStyles, secondaryText } from '../../tokens';
import type { NamespaceInChoice } from './namespaceChoices';

const useStyles = makeFleetStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: '4px 0 0',
    padding: 0,
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 20px',
    fontSize: 13,
    lineHeight: '20px',
    color: secondaryText(theme),
    '& b': { fontWeight: 600, color: theme.palette.text.primary },
  },
  item: { display: 'flex', gap: 6, alignItems: 'center' },
}));

const LOOKS = {
  there: { icon: CheckCircle, tone: 'ok' },
  made: { icon: AddCircleOutline, tone: 'info' },
  missing: { icon: ReportProblemOutlined, tone: 'warn' },
  'read-only': { icon: LockOutlined, tone: 'denied' },
  unknown: { icon: HelpOutline, tone: 'muted' },
} as const;

/** How the chosen namespace is in each chosen cluster. */
export function NamespaceClusters(props: { clusters: NamespaceInChoice[] }) {
  const classes = useStyles();
  return (
    <ul className={classes.list} aria-label="In each cluster">
      {props.clusters.map(({ cluster, state, text }) => (
        <li className={classes.item} key={cluster}>
          <StateIcon {...LOOKS[state]} size={16} />
          <span>
            <b>{cluster}</b> {text}
          </span>
        </li>
      ))}
    </ul>
  );
}
