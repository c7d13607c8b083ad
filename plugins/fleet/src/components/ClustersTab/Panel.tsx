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

import { secondaryText, makeFleetStyles } from '../../tokens';

const useStyles = makeFleetStyles((theme, tokens) => ({
  root: {
    background: theme.palette.background.paper,
    border: `1px solid ${tokens.line}`,
    borderRadius: 6,
    overflow: 'hidden',
    minWidth: 0,
  },
  header: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: 8,
    minHeight: 44,
    padding: '7px 12px',
    borderBottom: `1px solid ${tokens.line}`,
  },
  title: { margin: 0, fontSize: 13, lineHeight: '20px', fontWeight: 600 },
  note: {
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
  },
  end: {
    marginLeft: 'auto',
    display: 'flex',
    flexWrap: 'wrap',
    gap: 8,
    alignItems: 'center',
  },
  footer: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: 8,
    padding: '8px 12px',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
    borderTop: `1px solid ${tokens.line}`,
  },
}));

/** Props of {@link Panel}. */
export interface PanelProps {
  title: string;
  note?: string;
  controls?: ReactNode;
  end?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}

/** A part of an opened row. */
export function Panel(props: PanelProps) {
  const { title, note, controls, end, footer, children } = props;
  const classes = useStyles();
  return (
    <section className={classes.root} aria-label={title}>
      <div className={classes.header}>
        <h3 className={classes.title}>{title}</h3>
        {note && <span className={classes.note}>{note}</span>}
        {controls}
        {end && <div className={classes.end}>{end}</div>}
      </div>
      {children}
      {footer && <div className={classes.footer}>{footer}</div>}
    </section>
  );
}
