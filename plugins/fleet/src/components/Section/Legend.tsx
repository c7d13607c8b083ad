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

import type { ReactNode } from 'react';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import { secondaryText } from '../../tokens';

const useStyles = makeStyles((theme: Theme) => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 16px',
    alignItems: 'center',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  item: { display: 'flex', gap: 6, alignItems: 'center', whiteSpace: 'nowrap' },
}));

/** Props of {@link Legend}. */
export interface LegendProps {
  items: Array<{ key: string; swatch: ReactNode; text: ReactNode }>;
}

/** What the fills and squares of a card mean. */
export function Legend(props: LegendProps) {
  const classes = useStyles();
  return (
    <ul className={classes.root} aria-label="Legend">
      {props.items.map(({ key, swatch, text }) => (
        <li className={classes.item} key={key}>
          {swatch}
          {text}
        </li>
      ))}
    </ul>
  );
}
