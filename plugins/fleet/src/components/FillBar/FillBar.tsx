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
import { useFleetTokens } from '../../tokens';
import { FillPatterns, useFillIds, type Fill } from './FillPatterns';

const HEIGHT = 8;

const useStyles = makeStyles({
  bar: {
    display: 'block',
    width: '100%',
    borderRadius: 4,
    overflow: 'hidden',
  },
});

/** A part of a bar: a fill of the code, or a colour of its own. */
export interface FillBarPart {
  fill?: Exclude<Fill, 'free'>;
  color?: string;
  value: number;
}

function isPatterned({ fill, value }: FillBarPart): boolean {
  return fill !== undefined && fill !== 'used' && value > 0;
}

/** Props of {@link FillBar}. */
export interface FillBarProps {
  parts: FillBarPart[];
  total: number;
  /** The numbers in words; the bar is an image to readers. */
  label: string;
  /** Draws a mark of 2 px here, in the measure of `total`. */
  mark?: number;
  /** Pixels. */
  height?: number;
  faded?: boolean;
}

/** A bar of parts. It never stands without its number beside it. */
export function FillBar(props: FillBarProps) {
  const { parts, total, label, mark, height = HEIGHT, faded } = props;
  const classes = useStyles();
  const { fill, line, tone } = useFleetTokens();
  const ids = useFillIds();
  const share = (value: number) =>
    total > 0 ? `${Math.min(100, (value / total) * 100)}%` : '0%';
  const paint = (part: FillBarPart) => {
    if (part.fill === undefined) {
      return part.color;
    }
    return part.fill === 'used' ? fill.used : `url(#${ids[part.fill]})`;
  };
  let start = 0;
  return (
    <svg
      className={classes.bar}
      role="img"
      aria-label={label}
      height={height}
      opacity={faded ? 0.55 : undefined}
    >
      {parts.some(isPatterned) && <FillPatterns ids={ids} />}
      <rect width="100%" height={height} fill={fill.track} />
      {parts.map((part, index) => {
        const x = share(start);
        start += part.value;
        return part.value > 0 ? (
          <rect
            key={index}
            x={x}
            width={share(part.value)}
            height={height}
            fill={paint(part)}
          />
        ) : undefined;
      })}
      <rect
        width="100%"
        height={height}
        rx={height / 2}
        fill="none"
        stroke={line}
        strokeWidth={1}
      />
      {mark !== undefined && (
        <rect x={share(mark)} width={2} height={height} fill={tone.warn.text} />
      )}
    </svg>
  );
}
