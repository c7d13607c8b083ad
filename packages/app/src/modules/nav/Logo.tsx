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

import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', gap: 12 },
  word: {
    color: '#FFFFFF',
    fontSize: 18,
    lineHeight: '24px',
    fontWeight: 600,
    letterSpacing: '-0.01em',
  },
});

/** A ship on its slipway. */
export const LogoMark = () => (
  <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
    <path
      d="M2 25.5 26 17.5"
      stroke="#5BD6C4"
      strokeWidth="2.5"
      strokeLinecap="round"
    />
    <g transform="rotate(-18.4 14 14)">
      <path
        d="M4.5 13h19l-3.2 6.2a2 2 0 0 1-1.8 1.1H8.2a2 2 0 0 1-1.7-1z"
        fill="#FFFFFF"
      />
      <path d="M9 6.5h6.5V11H9z" fill="#5BD6C4" />
    </g>
  </svg>
);

export const LogoFull = () => {
  const classes = useStyles();
  return (
    <span className={classes.root}>
      <LogoMark />
      <span className={classes.word}>Slipway</span>
    </span>
  );
};
