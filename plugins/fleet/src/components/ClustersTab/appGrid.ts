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

import { createGridStyles } from '../GridTable';

/** The columns of an app's clusters. */
export const useAppGridStyles = createGridStyles({
  rowHeight: 72,
  row: '8px 8px 8px 0',
  numeric: [8, 9],
  wide: {
    columns:
      '36px minmax(176px, 1.1fr) 132px 168px minmax(160px, 1.8fr) 120px 108px 80px 136px',
    cell: '0 8px',
  },
  narrower: [
    {
      upTo: 1115,
      columns:
        '36px minmax(152px, 1.1fr) 124px 152px minmax(140px, 1.8fr) 112px 96px 72px 72px',
      cell: '0 8px',
    },
    {
      upTo: 955,
      columns: '36px minmax(140px, 1fr) 120px 140px 1.6fr 90px',
      cell: '0 8px',
      without: [6, 8, 9],
    },
  ],
  cards: {
    upTo: 719,
    columns: '36px minmax(0,1fr) minmax(0,1fr)',
    opener: true,
  },
});
