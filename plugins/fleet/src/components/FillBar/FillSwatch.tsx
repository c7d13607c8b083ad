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

import { useFleetTokens } from '../../tokens';
import { FillPatterns, useFillIds, type Fill } from './FillPatterns';

/** Props of {@link FillSwatch}. */
export interface FillSwatchProps {
  fill: Fill;
  /** `bar` for legends of bars, `cell` for legends of heat-maps. */
  shape?: 'bar' | 'cell';
}

/** The sample of a fill in a legend. */
export function FillSwatch(props: FillSwatchProps) {
  const { fill: kind, shape = 'bar' } = props;
  const { fill } = useFleetTokens();
  const ids = useFillIds();
  const [width, height, radius] = shape === 'bar' ? [16, 8, 2] : [14, 14, 3];
  const solid = { used: fill.used, free: 'transparent' } as const;
  const paint =
    kind === 'used' || kind === 'free' ? solid[kind] : `url(#${ids[kind]})`;
  const stroke = { used: 'none', held: 'none', unknown: 'none' } as Partial<
    Record<Fill, string>
  >;
  return (
    <svg width={width} height={height} aria-hidden focusable={false}>
      <FillPatterns ids={ids} />
      <rect
        x={0.5}
        y={0.5}
        width={width - 1}
        height={height - 1}
        rx={radius}
        fill={paint}
        stroke={stroke[kind] ?? (kind === 'idle' ? fill.idle : fill.outline)}
      />
    </svg>
  );
}
