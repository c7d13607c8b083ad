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

import type { ReactNode } from 'react';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';

import { secondaryText, makeFleetStyles } from '../../tokens';

const useStyles = makeFleetStyles((theme, tokens) => ({
  root: { flex: 'none' },
  button: {
    height: 28,
    padding: '0 10px',
    fontSize: 12,
    lineHeight: '16px',
    fontWeight: 400,
    letterSpacing: 0,
    textTransform: 'none',
    whiteSpace: 'nowrap',
    color: secondaryText(theme),
    borderColor: tokens.controlLine,
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
      zIndex: 1,
    },
  },
  selected: {
    '&&': {
      color: tokens.tone.info.text,
      background: tokens.selected,
      fontWeight: 600,
    },
  },
}));

/** Props of {@link Segments}. */
export interface SegmentsProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: Array<{ value: T; text: ReactNode; disabled?: boolean }>;
}

/** A choice of which all options are seen. */
export function Segments<T extends string>(props: SegmentsProps<T>) {
  const { label, value, onChange, options } = props;
  const classes = useStyles();
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      className={classes.root}
      value={value}
      onChange={(_event, next: T | null) => next && onChange(next)}
      aria-label={label}
    >
      {options.map(option => (
        <ToggleButton
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          classes={{ root: classes.button, selected: classes.selected }}
        >
          {option.text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
