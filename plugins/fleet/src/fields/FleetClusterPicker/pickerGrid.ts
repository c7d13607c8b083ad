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

import { createGridStyles } from '../../components/GridTable';

/** Up to this width of the form a cluster is a card, in pixels. */
export const PICKER_CARDS_UP_TO = 540;

/** The columns of the picker. A form is narrower than its window, so they follow the box that they stand in. */
export const usePickerGridStyles = createGridStyles({
  rowHeight: 80,
  row: '8px 0',
  wide: {
    columns:
      '48px minmax(110px, 1fr) 148px minmax(168px, 1.2fr) minmax(110px, 1fr) 132px',
    cell: '0 8px',
  },
  narrower: [
    {
      upTo: 700,
      columns: '44px minmax(100px, 1fr) 148px minmax(90px, 1fr) 124px',
      cell: '0 8px',
      without: [4],
    },
  ],
  cards: {
    upTo: PICKER_CARDS_UP_TO,
    columns: '44px minmax(0,1fr)',
    opener: true,
  },
});
