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
import Link from '@material-ui/core/Link';
import { makeStyles, type Theme } from '@material-ui/core/styles';

const useStyles = makeStyles((theme: Theme) => ({
  root: {
    font: 'inherit',
    color: theme.palette.link ?? theme.palette.primary.main,
    verticalAlign: 'baseline',
    textAlign: 'left',
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
  },
}));

/** An action that reads like a link; it stays on the page. */
export function LinkButton(props: {
  onClick: () => void;
  children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <Link component="button" className={classes.root} onClick={props.onClick}>
      {props.children}
    </Link>
  );
}
