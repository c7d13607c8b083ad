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

import { useId, type ReactNode } from 'react';
import Paper from '@material-ui/core/Paper';

import { secondaryText, makeFleetStyles } from '../../tokens';

const useStyles = makeFleetStyles((theme, tokens) => ({
  root: {
    borderRadius: 8,
    border: `1px solid ${tokens.line}`,
    boxShadow: '0 1px 2px rgba(16, 24, 40, .06)',
    backgroundImage: 'none',
    minWidth: 0,
    color: theme.palette.text.primary,
  },
  header: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: '8px 12px',
    padding: '16px 20px',
  },
  title: {
    margin: 0,
    fontSize: 16,
    lineHeight: '24px',
    fontWeight: 600,
    letterSpacing: '-.005em',
  },
  note: {
    fontSize: 13,
    lineHeight: '20px',
    color: secondaryText(theme),
    fontVariantNumeric: 'tabular-nums',
  },
  actions: {
    marginLeft: 'auto',
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: '8px 16px',
  },
}));

/** Props of {@link Section}. */
export interface SectionProps {
  title?: string;
  /** For readers, where there is no title. */
  label?: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A card with its title; the content reaches the edges. */
export function Section(props: SectionProps) {
  const { title, label, note, actions, children } = props;
  const classes = useStyles();
  const titleId = useId();
  return (
    <Paper
      component="section"
      elevation={0}
      className={classes.root}
      {...(title ? { 'aria-labelledby': titleId } : { 'aria-label': label })}
    >
      {title && (
        <div className={classes.header}>
          <h2 className={classes.title} id={titleId}>
            {title}
          </h2>
          {note && <span className={classes.note}>{note}</span>}
          {actions && <div className={classes.actions}>{actions}</div>}
        </div>
      )}
      {children}
    </Paper>
  );
}
