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

import { makeStyles, type Theme } from '@material-ui/core/styles';
import { secondaryText } from '../../tokens';
import type { FleetTokens } from '../../tokens';

/** The columns that the header and the rows of the picker share. */
export const usePickerGridStyles = makeStyles((theme: Theme) => {
  const row = {
    display: 'grid',
    alignItems: 'center',
    gridTemplateColumns:
      '48px minmax(110px, 1fr) 148px minmax(168px, 1.2fr) minmax(110px, 1fr) 132px',
    borderTop: ({ line }: FleetTokens) => `1px solid ${line}`,
    fontSize: 13,
    lineHeight: '20px',
    '& > *': { padding: '0 8px', minWidth: 0 },
    [theme.breakpoints.down(1025)]: {
      gridTemplateColumns:
        '44px minmax(100px, 1fr) 148px minmax(90px, 1fr) 124px',
      '& > :nth-child(4)': { display: 'none' },
    },
    [theme.breakpoints.down(601)]: {
      gridTemplateColumns: '44px 1fr',
      rowGap: 8,
      padding: '12px 0',
      '& > :nth-child(n+3)': { gridColumn: 2 },
    },
  };
  return {
    header: {
      ...row,
      height: 36,
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 500,
      color: secondaryText(theme),
      background: ({ sunken }: FleetTokens) => sunken,
      [theme.breakpoints.down(601)]: { display: 'none' },
    },
    row: { ...row, minHeight: 80 },
    chosen: { background: ({ selected }: FleetTokens) => selected },
    /** The sentence why takes the place of bars, slots and instances. */
    why: {
      gridColumn: '4 / -1 !important',
      display: 'flex !important',
      gap: 8,
      color: secondaryText(theme),
      [theme.breakpoints.down(601)]: { gridColumn: '2 !important' },
    },
  };
});
