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

import InputBase from '@material-ui/core/InputBase';

import Search from '@material-ui/icons/Search';
import type { ReactNode } from 'react';
import { secondaryText, makeFleetStyles } from '../../tokens';

const useStyles = makeFleetStyles((theme, tokens) => ({
  root: {
    height: 32,
    padding: '0 10px',
    borderRadius: 4,
    border: `1px solid ${tokens.controlLine}`,
    background: theme.palette.background.paper,
    color: theme.palette.text.primary,
    fontSize: 13,
    gap: 8,
  },
  small: { height: 28, padding: '0 8px', fontSize: 12 },
  focused: {
    outline: `2px solid ${theme.palette.primary.main}`,
    outlineOffset: 2,
  },
  input: {
    padding: 0,
    height: '100%',
    '&::placeholder': { color: secondaryText(theme), opacity: 1 },
  },
  icon: { fontSize: 16, color: secondaryText(theme) },
}));

/** Props of {@link SearchField}. */
export interface SearchFieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Placeholder and name: `Filter clusters`. */
  label: string;
  small?: boolean;
  /** Pixels. */
  width?: number;
  /** Stands at the end, for example how many match. */
  end?: ReactNode;
}

/** A field that filters what stands under it. */
export function SearchField(props: SearchFieldProps) {
  const { value, onChange, label, small, width = 240, end } = props;
  const classes = useStyles();
  return (
    <InputBase
      value={value}
      onChange={event => onChange(event.target.value)}
      placeholder={label}
      inputProps={{ 'aria-label': label, type: 'search' }}
      startAdornment={<Search className={classes.icon} aria-hidden />}
      endAdornment={end}
      style={{ width, maxWidth: '100%' }}
      classes={{
        root: small ? `${classes.root} ${classes.small}` : classes.root,
        focused: classes.focused,
        input: classes.input,
      }}
    />
  );
}
