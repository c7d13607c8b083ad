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

import { forwardRef } from 'react';
import Button, { type ButtonProps } from '@material-ui/core/Button';

import { makeFleetStyles } from '../../tokens';

const useStyles = makeFleetStyles((theme, tokens) => ({
  root: {
    height: 32,
    minWidth: 0,
    padding: '0 12px',
    borderRadius: 4,
    fontSize: 13,
    fontWeight: 500,
    letterSpacing: 0,
    textTransform: 'none',
    whiteSpace: 'nowrap',
    boxShadow: 'none',
    flex: 'none',
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
  },
  small: { height: 28, padding: '0 10px', fontSize: 12 },
  secondary: {
    border: `1px solid ${tokens.controlLine}`,
    background: theme.palette.background.paper,
    color: theme.palette.text.primary,
  },
  pressed: {
    '&&': {
      color: tokens.tone.info.text,
      background: tokens.selected,
    },
  },
}));

/** Props of {@link ActionButton}. */
export interface ActionButtonProps
  extends Pick<
    ButtonProps,
    | 'onClick'
    | 'startIcon'
    | 'disabled'
    | 'children'
    | 'aria-pressed'
    | 'aria-label'
  > {
  /** The main action of a view. */
  primary?: boolean;
  small?: boolean;
}

/** A button; its text is a verb. */
export const ActionButton = forwardRef<HTMLButtonElement, ActionButtonProps>(
  (props, ref) => {
    const { primary, small, ...rest } = props;
    const classes = useStyles();
    const className = [
      classes.root,
      small && classes.small,
      !primary && classes.secondary,
      rest['aria-pressed'] === true && classes.pressed,
    ]
      .filter(Boolean)
      .join(' ');
    return (
      <Button
        ref={ref}
        {...rest}
        className={className}
        disableElevation
        variant={primary ? 'contained' : 'text'}
        color={primary ? 'primary' : 'default'}
      />
    );
  },
);
