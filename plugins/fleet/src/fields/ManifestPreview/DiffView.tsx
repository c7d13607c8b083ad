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

import { makeFleetStyles } from '../../tokens';
import { MONO } from '../../components/ViewState';
import type { DiffLine } from './objectDiff';

const useStyles = makeFleetStyles((theme, tokens) => ({
  root: {
    margin: 0,
    padding: '8px 0',
    maxHeight: 320,
    overflow: 'auto',
    fontFamily: MONO,
    fontFeatureSettings: "'liga' 0",
    fontSize: 12,
    lineHeight: '20px',
    background: tokens.sunken,
    borderTop: `1px solid ${tokens.line}`,
    borderBottom: `1px solid ${tokens.line}`,
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: -2,
    },
  },
  line: {
    display: 'block',
    width: 'max-content',
    minWidth: '100%',
    boxSizing: 'border-box',
    paddingRight: 16,
  },
  added: { background: tokens.tone.ok.tint },
  removed: { background: tokens.tone.error.tint },
  number: {
    display: 'inline-block',
    width: 36,
    paddingRight: 10,
    textAlign: 'right',
    color: tokens.tone.muted.text,
    userSelect: 'none',
  },
}));

/** Lines of YAML with what becomes of them; the signs are in the text, so that it copies well. */
export function DiffView(props: { label: string; lines: DiffLine[] }) {
  const { label, lines } = props;
  const classes = useStyles();
  const looks: Partial<Record<DiffLine['sign'], string>> = {
    '+': classes.added,
    '-': classes.removed,
  };
  return (
    // It scrolls, so the keyboard must reach it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={classes.root} role="region" aria-label={label} tabIndex={0}>
      {lines.map(({ sign, number, text }, index) => (
        <span key={index} className={`${classes.line} ${looks[sign] ?? ''}`}>
          <span className={classes.number} aria-hidden>
            {number}
          </span>
          {sign} {text}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}
