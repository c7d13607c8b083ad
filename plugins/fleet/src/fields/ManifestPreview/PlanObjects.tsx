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

import ButtonBase from '@material-ui/core/ButtonBase';
import { makeFleetStyles, secondaryText, useFleetTokens } from '../../tokens';
import { describeManifest } from './describeManifest';
import { OUTCOME_LOOKS } from './outcomes';
import type { PlannedObject } from './planSteps';

const useStyles = makeFleetStyles((theme, tokens) => ({
  list: { listStyle: 'none', margin: 0, padding: '4px 8px' },
  object: {
    display: 'flex',
    width: '100%',
    justifyContent: 'flex-start',
    gap: 8,
    padding: '6px 8px',
    borderRadius: 4,
    textAlign: 'left',
    font: 'inherit',
    fontSize: 13,
    lineHeight: '20px',
    '&:hover': { background: tokens.hover },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: -2,
    },
  },
  selected: { '&&': { background: tokens.selected } },
  sign: {
    flex: 'none',
    display: 'grid',
    placeItems: 'center',
    width: 18,
    height: 18,
    borderRadius: 4,
    fontWeight: 600,
  },
  name: {
    flex: 1,
    minWidth: 0,
    overflowWrap: 'anywhere',
    color: secondaryText(theme),
    '& b': { fontWeight: 600, color: theme.palette.text.primary },
  },
  end: {
    flex: 'none',
    maxWidth: '45%',
    fontSize: 12,
    textAlign: 'right',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: secondaryText(theme),
  },
}));

/** The objects of a cluster's plan; one of them is looked at. */
export function PlanObjects(props: {
  objects: PlannedObject[];
  selected?: PlannedObject;
  onSelect: (index: number) => void;
}) {
  const { objects, selected, onSelect } = props;
  const classes = useStyles();
  const { tone } = useFleetTokens();
  return (
    <ul className={classes.list} aria-label="Objects">
      {objects.map((object, index) => {
        const { kind, name, outcome, changes } = object;
        const look = OUTCOME_LOOKS[outcome];
        const { text, tint } = tone[look.tone];
        const current = object === selected;
        const what =
          outcome === 'changed'
            ? `${changes.length} ${changes.length === 1 ? 'field' : 'fields'}`
            : describeManifest(object.manifest);
        return (
          <li key={`${kind}/${name}`}>
            <ButtonBase
              className={`${classes.object} ${current ? classes.selected : ''}`}
              aria-pressed={current}
              onClick={() => onSelect(index)}
            >
              <span
                className={classes.sign}
                style={{ color: text, background: tint }}
                role="img"
                aria-label={look.word}
              >
                {look.sign}
              </span>
              <span className={classes.name}>
                <b>{kind}</b> {name}
              </span>
              <span className={classes.end}>{what}</span>
            </ButtonBase>
          </li>
        );
      })}
    </ul>
  );
}
