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
  'minmax(184px, 1.2fr) 156px 96px minmax(128px, 1fr) minmax(128px, 1fr) minmax(112px, .9fr) minmax(120px, 1fr) minmax(120px, 1.2fr) 28px';
const NARROW_COLUMNS =
  'minmax(150px, 1.2fr) 148px 84px repeat(4, 112px) minmax(104px, 1fr) 24px';

/** The columns that the header and the rows of the clusters table share. */
export const useClusterGridStyles = makeStyles((theme: Theme) => {
  const row = {
    display: 'grid',
    alignItems: 'center',
    gridTemplateColumns: COLUMNS,
    padding: '0 8px',
    borderTop: ({ line }: FleetTokens) => `1px solid ${line}`,
    '& > *': { padding: '0 12px', minWidth: 0 },
    '& > :last-child': { paddingLeft: 0, paddingRight: 0 },
    [theme.breakpoints.down(1281)]: {
      gridTemplateColumns: NARROW_COLUMNS,
      '& > *': { padding: '0 4px 0 8px' },
    },
    [theme.breakpoints.down(1025)]: {
      gridTemplateColumns:
        'minmax(150px, 1.3fr) 146px repeat(3, 96px) 1fr 20px',
      '& > :nth-child(3), & > :nth-child(7)': { display: 'none' },
    },
    [theme.breakpoints.down(601)]: {
      gridTemplateColumns: '1fr 1fr',
      gap: 12,
    },
  };
  return {
    row: { ...row, minHeight: 72, fontSize: 13, lineHeight: '20px' },
    header: {
      ...row,
      height: 36,
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 500,
      color: secondaryText(theme),
      background: ({ sunken }: FleetTokens) => sunken,
      '& > :last-child': {},
      [theme.breakpoints.down(601)]: { display: 'none' },
    },
  };
});
