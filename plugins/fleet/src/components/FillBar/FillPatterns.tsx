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

import { useId } from 'react';
import { useFleetTokens } from '../../tokens';

/** One code for fill everywhere: solid is used, hatched is held but not used, dotted is unknown, empty is free. */
export type Fill = 'used' | 'held' | 'idle' | 'unknown' | 'free';

/** Where the patterns of one SVG are found. */
export type FillIds = Record<'held' | 'idle' | 'unknown', string>;

/** Ids of their own for the patterns of one SVG. */
export function useFillIds(): FillIds {
  const id = useId().replace(/:/g, '');
  return {
    held: `held-${id}`,
    idle: `idle-${id}`,
    unknown: `unknown-${id}`,
  };
}

/** The patterns of fill, for the `defs` of an SVG. */
export function FillPatterns(props: { ids: FillIds }) {
  const { ids } = props;
  const { fill } = useFleetTokens();
  return (
    <defs>
      <Hatch id={ids.held} line={fill.held} ground={fill.heldGround} />
      <Hatch id={ids.idle} line={fill.idle} ground={fill.idleGround} />
      <pattern
        id={ids.unknown}
        width="4"
        height="4"
        patternUnits="userSpaceOnUse"
      >
        <rect width="4" height="4" fill={fill.unknownGround} />
        <circle cx="2" cy="2" r="1" fill={fill.unknownDot} />
      </pattern>
    </defs>
  );
}

function Hatch(props: { id: string; line: string; ground: string }) {
  return (
    <pattern
      id={props.id}
      width="5"
      height="5"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect width="5" height="5" fill={props.ground} />
      <rect width="2" height="5" fill={props.line} />
    </pattern>
  );
}
