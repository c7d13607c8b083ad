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

import type { ComponentType, ReactNode } from 'react';
import type { SvgIconProps } from '@material-ui/core/SvgIcon';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import { secondaryText, useFleetTokens, type Tone } from '../../tokens';
import { StateIcon } from '../StateIcon';

/** The family for code, logs, digests and names of pods. */
export const MONO =
  "'JetBrains Mono Variable', 'JetBrains Mono', ui-monospace, Menlo, Consolas, monospace";

const useStyles = makeStyles((theme: Theme) => ({
  root: {
    display: 'grid',
    justifyItems: 'center',
    textAlign: 'center',
    gap: 8,
    padding: '24px 40px 32px',
  },
  icon: {
    width: 56,
    height: 56,
    borderRadius: 28,
    display: 'grid',
    placeItems: 'center',
  },
  title: { margin: 0, fontSize: 14, lineHeight: '20px', fontWeight: 600 },
  text: {
    margin: '0 0 8px',
    maxWidth: 440,
    fontSize: 13,
    lineHeight: '20px',
    color: secondaryText(theme),
    overflowWrap: 'anywhere',
    '& code': { fontFamily: MONO, fontSize: 12, color: 'inherit' },
  },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '8px 12px',
    fontSize: 13,
  },
}));

/** Props of {@link Notice}. */
export interface NoticeProps {
  icon: ComponentType<SvgIconProps>;
  tone: Tone;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}

/** What stands in place of a view that has nothing to show: what happened, is anything lost, what now. */
export function Notice(props: NoticeProps) {
  const { icon, tone, title, children, actions } = props;
  const classes = useStyles();
  const tokens = useFleetTokens();
  return (
    <div className={classes.root} role={tone === 'error' ? 'alert' : undefined}>
      <span
        className={classes.icon}
        style={{ background: tokens.tone[tone].tint }}
      >
        <StateIcon icon={icon} tone={tone} size={28} />
      </span>
      <h3 className={classes.title}>{title}</h3>
      <p className={classes.text}>{children}</p>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
