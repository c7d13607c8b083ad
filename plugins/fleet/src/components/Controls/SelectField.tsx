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
import MenuItem from '@material-ui/core/MenuItem';
import Select from '@material-ui/core/Select';

import { secondaryText, makeFleetStyles } from '../../tokens';

const useStyles = makeFleetStyles((theme, tokens) => ({
  input: {
    height: 30,
    borderRadius: 4,
    border: `1px solid ${tokens.controlLine}`,
    background: theme.palette.background.paper,
    fontSize: 13,
  },
  select: {
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    height: 30,
    padding: '0 28px 0 10px',
    boxSizing: 'border-box',
    borderRadius: 4,
    '&:focus': {
      background: 'none',
      borderRadius: 4,
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
  },
  name: { color: secondaryText(theme) },
  value: { fontWeight: 500, color: theme.palette.text.primary },
}));

/** Props of {@link SelectField}. */
export interface SelectFieldProps {
  /** Stands before the value: `Location`. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: Array<{ value: string; text: string }>;
}

/** A choice on one line, with its name inside. */
export function SelectField(props: SelectFieldProps) {
  const { label, value, onChange, options } = props;
  const classes = useStyles();
  const text = options.find(option => option.value === value)?.text ?? '–';
  return (
    <Select
      value={options.some(option => option.value === value) ? value : ''}
      onChange={event => onChange(String(event.target.value))}
      displayEmpty
      // "All" is an answer too, also inside a form control that is required.
      required={false}
      input={<InputBase className={classes.input} />}
      classes={{ select: classes.select }}
      SelectDisplayProps={{ 'aria-label': `${label} ${text}` }}
      renderValue={() => (
        <>
          <span className={classes.name}>{label}</span>{' '}
          <span className={classes.value}>{text}</span>
        </>
      )}
      MenuProps={{
        getContentAnchorEl: null,
        anchorOrigin: { vertical: 'bottom', horizontal: 'left' },
      }}
    >
      {options.map(option => (
        <MenuItem key={option.value} value={option.value} dense>
          {option.text}
        </MenuItem>
      ))}
    </Select>
  );
}
