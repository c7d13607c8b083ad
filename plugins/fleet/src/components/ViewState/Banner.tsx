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
import { useFleetTokens, type Tone } from '../../tokens';
import { StateIcon } from '../StateIcon';

const useStyles = makeStyles((theme: Theme) => ({
  banner: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: 12,
    padding: '12px 16px',
    borderRadius: 8,
    border: '1px solid',
  },
  strip: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: 8,
    padding: '8px 20px',
    borderTop: '1px solid',
    borderBottom: '1px solid',
  },
  text: {
    flex: 1,
    minWidth: 0,
    fontSize: 13,
    lineHeight: '20px',
    color: theme.palette.text.primary,
  },
  title: { fontWeight: 600, fontSize: 14 },
  stripTitle: { fontWeight: 600 },
  actions: { display: 'flex', alignItems: 'center', gap: 8, flex: 'none' },
  [theme.breakpoints.down(600)]: { banner: { flexWrap: 'wrap' } },
}));

/** Props of {@link Banner}. */
export interface BannerProps {
  icon: ComponentType<SvgIconProps>;
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Inside a card, from edge to edge. */
  strip?: boolean;
  /** Without the tint, for what needs no action. */
  plain?: boolean;
}

/** What a person should know before the numbers under it. Changes of it are told to readers. */
export function Banner(props: BannerProps) {
  const { icon, tone, title, children, actions, strip, plain } = props;
  const classes = useStyles();
  const tokens = useFleetTokens();
  const { text, tint } = tokens.tone[tone];
  const borderColor = tone === 'warn' ? tokens.warnLine : tokens.line;
  return (
    <div
      role="status"
      className={strip ? classes.strip : classes.banner}
      style={{ background: plain ? undefined : tint, borderColor }}
    >
      <StateIcon icon={icon} tone={tone} size={20} />
      <div className={classes.text}>
        {title && (
          <div
            className={strip ? classes.stripTitle : classes.title}
            style={strip ? undefined : { color: text }}
          >
            {title}
          </div>
        )}
        {children}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
