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

/** The columns of an app's instances; the list is a panel beside others, so they follow its own width. */
export const useInstanceGridStyles = createGridStyles({
  rowHeight: 36,
  row: '0 10px 0 6px',
  wide: {
    columns:
      '28px 132px minmax(0, 1.8fr) 100px 76px 104px minmax(60px, .8fr) 60px',
    cell: '0 6px',
  },
  narrower: [
    {
      upTo: 720,
      columns: '28px minmax(0, 1fr) minmax(0, 1.5fr) 104px 64px',
      cell: '0 6px',
      without: [5, 6, 7],
    },
  ],
  lastAtEnd: true,
});
