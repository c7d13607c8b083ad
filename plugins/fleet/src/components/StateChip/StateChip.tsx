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

import {
  forwardRef,
  type ComponentType,
  type HTMLAttributes,
  type ReactNode,
} from 'react';
import type { SvgIconProps } from '@material-ui/core/SvgIcon';
import { makeStyles } from '@material-ui/core/styles';
import { useFleetTokens, type Tone } from '../../tokens';
import { StateIcon } from '../StateIcon';

const useStyles = makeStyles({
  chip: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 4,
    height: 24,
    padding: '0 8px 0 6px',
    borderRadius: 12,
    fontSize: 12,
    lineHeight: '16px',
    fontWeight: 500,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  },
});

interface StateChipProps extends HTMLAttributes<HTMLSpanElement> {
  tone: Tone;
  icon: ComponentType<SvgIconProps>;
  children: ReactNode;
}

/** A state by colour, shape and word. */
export const StateChip = forwardRef<HTMLSpanElement, StateChipProps>(
  (props, ref) => {
    const { tone, icon, children, ...rest } = props;
    const classes = useStyles();
    const { text, tint } = useFleetTokens().tone[tone];
    return (
      <span
        ref={ref}
        {...rest}
        className={classes.chip}
        style={{ color: text, background: tint }}
      >
        <StateIcon icon={icon} tone={tone} size={14} />
        <span>{children}</span>
      </span>
    );
  },
);
