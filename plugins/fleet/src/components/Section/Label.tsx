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

import { forwardRef, type ReactElement, type ReactNode } from 'react';

import { secondaryText, makeFleetStyles } from '../../tokens';

const useStyles = makeFleetStyles((theme, tokens) => ({
  label: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 4,
    height: 20,
    padding: '0 6px',
    borderRadius: 4,
    border: `1px solid ${tokens.controlLine}`,
    color: secondaryText(theme),
    fontSize: 12,
    lineHeight: '16px',
    fontWeight: 400,
    whiteSpace: 'nowrap',
  },
}));

interface LabelProps {
  icon?: ReactElement;
  children: ReactNode;
}

/** A word with an outline: a group, an owner of replicas. */
export const Label = forwardRef<HTMLSpanElement, LabelProps>((props, ref) => {
  const { icon, children, ...rest } = props;
  const classes = useStyles();
  return (
    <span ref={ref} {...rest} className={classes.label}>
      {icon}
      {children}
    </span>
  );
});
