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

import { useEffect, useState } from 'react';
import Skeleton from '@material-ui/lab/Skeleton';

import { makeFleetStyles } from '../../tokens';

/** A value that comes sooner needs no placeholder. */
const DELAY_MS = 300;

const useStyles = makeFleetStyles((_theme, tokens) => ({
  row: {
    display: 'grid',
    gridTemplateColumns: '2fr 1fr 1.5fr 2fr',
    alignItems: 'center',
    gap: 24,
    padding: '0 20px',
    height: 48,
    borderTop: `1px solid ${tokens.line}`,
  },
  bar: {
    borderRadius: 4,
    '@media (prefers-reduced-motion: reduce)': {
      '&, &::after': { animation: 'none' },
    },
  },
}));

const WIDTHS = [72, 90, 60, 78];

/** Rows in the shape of what comes, after 300 ms. */
export function Loading(props: { label: string; rows?: number }) {
  const { label, rows = 4 } = props;
  const classes = useStyles();
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setVisible(true), DELAY_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label={label} aria-busy>
      {visible &&
        Array.from({ length: rows }, (_row, index) => (
          <div className={classes.row} key={index}>
            {WIDTHS.map((width, column) => (
              <Skeleton
                key={width}
                variant="rect"
                height={12}
                animation="wave"
                className={classes.bar}
                width={`${WIDTHS[(column + index) % WIDTHS.length]}%`}
              />
            ))}
          </div>
        ))}
    </div>
  );
}
