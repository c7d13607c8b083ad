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

import type { ComponentType } from 'react';
import type { SvgIconProps } from '@material-ui/core/SvgIcon';
import { useFleetTokens, type Tone } from '../../tokens';

/** Props of {@link StateIcon}. */
export interface StateIconProps {
  icon: ComponentType<SvgIconProps>;
  tone: Tone;
  /** Pixels. */
  size?: number;
  className?: string;
}

/** A small icon in the colour of a state. The word beside it says the same. */
export function StateIcon(props: StateIconProps) {
  const { icon: Icon, tone, size = 16, className } = props;
  const tokens = useFleetTokens();
  return (
    <Icon
      aria-hidden
      className={className}
      style={{
        color: tokens.tone[tone].text,
        fontSize: size,
        width: size,
        height: size,
        flex: 'none',
      }}
    />
  );
}
