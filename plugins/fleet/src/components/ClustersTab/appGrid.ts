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

const COLUMNS =
  '36px minmax(176px, 1.1fr) 132px 168px minmax(160px, 1.8fr) 120px 108px 80px 136px';
const NARROW_COLUMNS =
  '36px minmax(152px, 1.1fr) 124px 152px minmax(140px, 1.8fr) 112px 96px 72px 72px';

/** The columns that the header and the rows of an app's clusters share. */
export const useAppGridStyles = makeStyles((theme: Theme) => {
  const row = {
    display: 'grid',
    alignItems: 'center',
    gridTemplateColumns: COLUMNS,
    '& > *': { padding: '0 8px', minWidth: 0 },
    '& > :nth-child(8), & > :nth-child(9)': { textAlign: 'right' as const },
    '& > :last-child': { paddingRight: 16 },
    [theme.breakpoints.down(1281)]: { gridTemplateColumns: NARROW_COLUMNS },
    [theme.breakpoints.down(1025)]: {
      gridTemplateColumns: '36px minmax(140px, 1fr) 120px 140px 1.6fr 90px',
      '& > :nth-child(6), & > :nth-child(8), & > :nth-child(9)': {
        display: 'none',
      },
    },
    [theme.breakpoints.down(601)]: {
      gridTemplateColumns: '36px 1fr',
      rowGap: 8,
      '& > :nth-child(n+3)': { gridColumn: 2 },
    },
  };
  return {
    row: {
      ...row,
      minHeight: 72,
      padding: '8px 0',
      borderTop: ({ line }: FleetTokens) => `1px solid ${line}`,
      fontSize: 13,
      lineHeight: '20px',
    },
    open: { background: ({ sunken }: FleetTokens) => sunken },
    lastKnown: {
      color: secondaryText(theme),
      background: ({ sunken }: FleetTokens) =>
        `repeating-linear-gradient(135deg, transparent 0 8px, ${sunken} 8px 16px)`,
    },
    header: {
      ...row,
      height: 36,
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 500,
      color: secondaryText(theme),
      background: ({ sunken }: FleetTokens) => sunken,
      borderTop: ({ line }: FleetTokens) => `1px solid ${line}`,
      [theme.breakpoints.down(601)]: { display: 'none' },
    },
  };
});
