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
import { secondaryText, useFleetTokens, type FleetTokens } from '../../tokens';

const useStyles = makeStyles((theme: Theme) => ({
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: 13,
    lineHeight: '20px',
    fontVariantNumeric: 'tabular-nums',
    '& th, & td': {
      textAlign: 'left',
      padding: '8px 8px',
      borderTop: ({ line }: FleetTokens) => `1px solid ${line}`,
    },
    '& th:first-child, & td:first-child': { paddingLeft: 20 },
    '& th:last-child, & td:last-child': { paddingRight: 20 },
    '& thead th': {
      fontSize: 12,
      lineHeight: '16px',
      fontWeight: 500,
      color: secondaryText(theme),
      background: ({ sunken }: FleetTokens) => sunken,
    },
    '& tbody th': { fontWeight: 400 },
  },
  /** A second line in a cell. */
  second: {
    display: 'block',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
  },
}));

/** The plain tables of a cluster's page. */
export function useTableStyles() {
  return useStyles(useFleetTokens());
}
