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

import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import InfoOutlined from '@material-ui/icons/InfoOutlined';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import { StateIcon } from '../../components/StateIcon';
import { MONO } from '../../components/ViewState';
import { makeFleetStyles, secondaryText } from '../../tokens';
import type { Plan, PlannedCluster } from './planSteps';

const useStyles = makeFleetStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: '12px 20px 16px',
    display: 'grid',
    gap: 10,
    fontSize: 13,
    lineHeight: '20px',
  },
  item: { display: 'flex', gap: 8, alignItems: 'flex-start', minWidth: 0 },
  text: { minWidth: 0, overflowWrap: 'anywhere' },
  second: { fontSize: 12, lineHeight: '16px', color: secondaryText(theme) },
  take: {
    marginLeft: -11,
    '& .MuiTypography-root': { fontSize: 13 },
    '& code': { fontFamily: MONO, fontSize: 12 },
  },
}));

/** Props of {@link PlanFindings}. */
export interface PlanFindingsProps {
  plan: Plan;
  cluster?: PlannedCluster;
  /** Whether people may take over fields of others. */
  canTakeOver: boolean;
  takeOver: boolean;
  onTakeOver: (takeOver: boolean) => void;
}

/** What is in the way of a plan, and what a person can do about it. */
export function PlanFindings(props: PlanFindingsProps) {
  const { plan, cluster, canTakeOver, takeOver, onTakeOver } = props;
  const classes = useStyles();
  const objects = cluster?.objects ?? [];
  const conflicts = objects.flatMap(object =>
    object.conflicts.map(conflict => ({ ...conflict, object })),
  );
  const refused = objects.filter(
    ({ outcome, message }) => outcome === 'failed' && message,
  );
  const later = objects.find(
    ({ outcome, message }) => outcome === 'created' && message,
  );
  const general =
    refused.length === 0 && conflicts.length === 0 && !cluster?.accepted
      ? cluster?.message
      : undefined;
  if (
    conflicts.length +
      refused.length +
      plan.problems.length +
      plan.notes.length ===
      0 &&
    !general &&
    !later &&
    !takeOver
  ) {
    return null;
  }
  return (
    <ul className={classes.list} aria-label="Findings">
      {[...plan.problems, ...(general ? [general] : [])].map(message => (
        <li className={classes.item} key={message}>
          <StateIcon icon={ErrorOutline} tone="error" size={18} />
          <span className={classes.text}>{message}</span>
        </li>
      ))}
      {refused.map(({ kind, name, message }) => (
        <li className={classes.item} key={`${kind}/${name}`}>
          <StateIcon icon={ErrorOutline} tone="error" size={18} />
          <span className={classes.text}>{message}</span>
        </li>
      ))}
      {conflicts.map(({ path, manager, object: { kind, name } }) => (
        <li className={classes.item} key={`${kind}/${name}/${path}`}>
          <StateIcon icon={ReportProblemOutlined} tone="warn" size={18} />
          <span className={classes.text}>
            {manager} owns <code>{path}</code> of {kind} {name}.
            {!canTakeOver && (
              <span className={classes.second}>
                {' '}
                It stays as it is, so this cannot be applied. Choose another
                name, or ask {manager} to give it up.
              </span>
            )}
          </span>
        </li>
      ))}
      {canTakeOver && (conflicts.length > 0 || takeOver) && (
        <li>
          <FormControlLabel
            className={classes.take}
            control={
              <Checkbox
                size="small"
                color="primary"
                checked={takeOver}
                onChange={(_event, checked) => onTakeOver(checked)}
              />
            }
            label="Take over what others own"
          />
        </li>
      )}
      {later && (
        <li className={classes.item}>
          <StateIcon icon={InfoOutlined} tone="muted" size={18} />
          <span className={classes.text}>
            The namespace is new, so what goes into it is checked when it is
            there.
          </span>
        </li>
      )}
      {plan.notes.map(note => (
        <li className={classes.item} key={note}>
          <StateIcon icon={InfoOutlined} tone="muted" size={18} />
          <span className={classes.text}>{note}</span>
        </li>
      ))}
    </ul>
  );
}
