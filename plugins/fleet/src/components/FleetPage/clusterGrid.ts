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

/** The columns of the fleet's clusters. */
export const useClusterGridStyles = createGridStyles({
  rowHeight: 72,
  row: '0 8px',
  wide: {
    columns:
      'minmax(184px, 1.2fr) 156px 96px minmax(128px, 1fr) minmax(128px, 1fr) minmax(112px, .9fr) minmax(120px, 1fr) minmax(120px, 1.2fr) 52px',
    cell: '0 12px',
  },
  narrower: [
    {
      upTo: 1111,
      columns:
        'minmax(150px, 1.2fr) 148px 84px repeat(4, 112px) minmax(104px, 1fr) 40px',
      cell: '0 4px 0 8px',
    },
    {
      upTo: 989,
      columns: 'minmax(150px, 1.3fr) 146px repeat(3, 96px) 1fr 40px',
      cell: '0 4px 0 8px',
      without: [3, 7],
    },
  ],
  cards: {
    upTo: 739,
    columns: 'minmax(0,1fr) minmax(0,1fr)',
    without: [9],
  },
});
