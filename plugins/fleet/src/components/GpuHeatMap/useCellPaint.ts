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

import type { CSSProperties } from 'react';
import type { Gpu } from '@slipway/backstage-plugin-fleet-common';
import { useFleetTokens } from '../../tokens';
import { holderOf, type HeatMapMode } from './gpuCells';

/** Hues far apart; which of them an owner gets depends on the name alone. */
const OWNER_HUES = [212, 152, 28, 276, 340, 186, 54, 248];

/** How a GPU is painted in each mode. */
export function useCellPaint(mode: HeatMapMode): (gpu: Gpu) => CSSProperties {
  const { fill } = useFleetTokens();
  const free = {
    background: 'transparent',
    boxShadow: `inset 0 0 0 1px ${fill.outline}`,
  };
  const unknown = {
    background: `radial-gradient(circle at 2px 2px, ${fill.unknownDot} 1px, transparent 1.3px) 0 0 / 4px 4px, ${fill.unknownGround}`,
    boxShadow: `inset 0 0 0 1px ${fill.outline}`,
  };
  const byState = (gpu: Gpu): CSSProperties => {
    switch (gpu.use) {
      case 'free':
        return free;
      case 'busy':
        return { background: fill.used };
      case 'idle':
        return {
          background: `repeating-linear-gradient(135deg, ${fill.idle} 0 2px, ${fill.idleGround} 2px 5px)`,
          boxShadow: `inset 0 0 0 1px ${fill.idle}`,
        };
      default:
        return unknown;
    }
  };
  const byUtilization = (gpu: Gpu): CSSProperties => {
    if (gpu.use === 'free') {
      return free;
    }
    if (gpu.utilization === undefined) {
      return unknown;
    }
    // The height of the fill says the same as its number in the tooltip.
    const height = `${Math.round(gpu.utilization * 100)}%`;
    return {
      background: `linear-gradient(to top, ${fill.used} ${height}, ${fill.track} ${height})`,
      boxShadow: `inset 0 0 0 1px ${fill.outline}`,
    };
  };
  const byOwner = (gpu: Gpu): CSSProperties => {
    const holder = holderOf(gpu);
    if (gpu.use === 'free' || !holder) {
      return gpu.use === 'free' ? free : unknown;
    }
    return { background: ownerColor(holder) };
  };
  return { state: byState, utilization: byUtilization, owner: byOwner }[mode];
}

/** The colour of an owner, the same on every page. */
export function ownerColor(owner: string): string {
  let hash = 0;
  for (const character of owner) {
    hash = (hash * 31 + character.charCodeAt(0)) % 997;
  }
  const hue = OWNER_HUES[hash % OWNER_HUES.length];
  return `hsl(${hue}, 52%, ${46 + (hash % 3) * 6}%)`;
}
