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
import Tooltip from '@material-ui/core/Tooltip';

import Schedule from '@material-ui/icons/Schedule';
import { secondaryText, makeFleetStyles } from '../../tokens';
import { StateIcon } from '../StateIcon';

const useStyles = makeFleetStyles((theme, tokens) => ({
  strip: {
    display: 'grid',
    gridAutoFlow: 'column',
    gridAutoColumns: 'auto',
    justifyContent: 'stretch',
    padding: '16px 0',
    margin: 0,
    [theme.breakpoints.down(1024)]: {
      gridAutoFlow: 'row',
      gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
      rowGap: 16,
    },
    [theme.breakpoints.down(600)]: {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    },
  },
  figure: {
    padding: '0 20px',
    minWidth: 0,
    borderLeft: `1px solid ${tokens.line}`,
    '&:first-child': { borderLeft: 0 },
  },
  name: {
    display: 'flex',
    alignItems: 'center',
    gap: 4,
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
    marginBottom: 4,
    whiteSpace: 'nowrap',
  },
  value: {
    margin: 0,
    fontSize: 20,
    lineHeight: '28px',
    fontWeight: 600,
    letterSpacing: '-.01em',
    fontVariantNumeric: 'tabular-nums',
    '& small': {
      fontSize: 13,
      fontWeight: 400,
      letterSpacing: 0,
      color: secondaryText(theme),
    },
  },
  detail: {
    margin: '4px 0 0',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: 4,
  },
}));

/** A row of figures. */
export function FigureStrip(props: { children: ReactNode }) {
  const classes = useStyles();
  return <dl className={classes.strip}>{props.children}</dl>;
}

/** Props of {@link Figure}. */
export interface FigureProps {
  name: string;
  /** Stands after the name. */
  nameEnd?: ReactNode;
  /** Which part of the sum is not live, and how old it is. */
  staleHint?: string;
  value: ReactNode;
  detail?: ReactNode;
}

/** One figure of a summary: what, how many, and what to know about it. */
export function Figure(props: FigureProps) {
  const { name, nameEnd, staleHint, value, detail } = props;
  const classes = useStyles();
  return (
    <div className={classes.figure}>
      <dt className={classes.name}>
        {name}
        {staleHint && <StaleHint text={staleHint} />}
        {nameEnd}
      </dt>
      <dd className={classes.value}>{value}</dd>
      {detail !== undefined && <dd className={classes.detail}>{detail}</dd>}
    </div>
  );
}

/** The clock beside a sum with parts that are not live. */
export function StaleHint(props: { text: string }) {
  return (
    <Tooltip title={props.text}>
      <span
        role="img"
        aria-label={props.text}
        style={{ display: 'inline-flex' }}
      >
        <StateIcon icon={Schedule} tone="warn" size={12} />
      </span>
    </Tooltip>
  );
}
