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

import Add from '@material-ui/icons/Add';
import Remove from '@material-ui/icons/Remove';
import { secondaryText, makeFleetStyles } from '../../tokens';

const useStyles = makeFleetStyles((theme, tokens) => ({
  root: {
    display: 'inline-grid',
    gridTemplateColumns: '32px 44px 32px',
    height: 32,
    borderRadius: 4,
    border: `1px solid ${tokens.controlLine}`,
    background: theme.palette.background.paper,
  },
  button: {
    color: secondaryText(theme),
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
    '&:disabled': { opacity: 0.4 },
  },
  input: {
    width: '100%',
    padding: 0,
    textAlign: 'center',
    font: 'inherit',
    fontWeight: 600,
    color: theme.palette.text.primary,
    background: 'none',
    border: 0,
    borderLeft: `1px solid ${tokens.controlLine}`,
    borderRight: `1px solid ${tokens.controlLine}`,
    appearance: 'textfield',
    '&::-webkit-inner-spin-button': { appearance: 'none' },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
  },
}));

/** Props of {@link InstanceStepper}. */
export interface InstanceStepperProps {
  cluster: string;
  value: number;
  max: number;
  disabled?: boolean;
  onChange: (value: number) => void;
}

/** How many instances, from 1 to what fits. */
export function InstanceStepper(props: InstanceStepperProps) {
  const { cluster, value, max, disabled, onChange } = props;
  const classes = useStyles();
  const set = (next: number) => onChange(Math.min(max, Math.max(1, next)));
  return (
    <span
      className={classes.root}
      role="group"
      aria-label={`Instances in ${cluster}`}
    >
      <ButtonBase
        className={classes.button}
        aria-label={`One instance fewer in ${cluster}`}
        disabled={disabled || value <= 1}
        onClick={() => set(value - 1)}
      >
        <Remove style={{ fontSize: 16 }} />
      </ButtonBase>
      <input
        type="number"
        className={classes.input}
        aria-label={`Instances in ${cluster}`}
        min={1}
        max={max}
        value={value}
        disabled={disabled}
        onChange={event => {
          const next = Number.parseInt(event.target.value, 10);
          if (!Number.isNaN(next)) {
            set(next);
          }
        }}
      />
      <ButtonBase
        className={classes.button}
        aria-label={`One instance more in ${cluster}`}
        disabled={disabled || value >= max}
        onClick={() => set(value + 1)}
      >
        <Add style={{ fontSize: 16 }} />
      </ButtonBase>
    </span>
  );
}
