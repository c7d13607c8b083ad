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

const WIDTH = 60;
const HEIGHT = 28;
const PADDING = 3;

/** Props of {@link Sparkline}. */
export interface SparklineProps {
  /** Oldest first; `null` is a gap. */
  series: Array<number | null>;
  /** What it shows in words; the number itself stands beside it. */
  label: string;
  faded?: boolean;
  /** Pixels. */
  width?: number;
}

/** A small line without axes. */
export function Sparkline(props: SparklineProps) {
  const { series, label, faded, width = WIDTH } = props;
  const { fill } = useFleetTokens();
  const color = faded ? fill.outline : fill.used;
  const runs = toRuns(series, width);
  const last = runs.length > 0 ? runs[runs.length - 1] : undefined;
  const dot = last?.[last.length - 1];
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={HEIGHT}
      style={{ flex: 'none' }}
    >
      {runs.map((points, index) => (
        <g key={index}>
          <path
            d={`${toPath(points)} L${points[points.length - 1].x} ${HEIGHT} L${
              points[0].x
            } ${HEIGHT} Z`}
            fill={color}
            opacity={0.13}
          />
          <path
            d={toPath(points)}
            fill="none"
            stroke={color}
            strokeWidth={1.5}
          />
        </g>
      ))}
      {dot && <circle cx={dot.x} cy={dot.y} r={2} fill={color} />}
    </svg>
  );
}

interface Point {
  x: number;
  y: number;
}

/** Points between gaps; the scale starts at zero, so that a flat load looks flat. */
function toRuns(series: Array<number | null>, width: number): Point[][] {
  const known = series.filter((value): value is number => value !== null);
  const max = Math.max(...known, 0) || 1;
  const step = (width - 2 * PADDING) / Math.max(1, series.length - 1);
  const runs: Point[][] = [];
  let run: Point[] | undefined;
  series.forEach((value, index) => {
    if (value === null) {
      run = undefined;
      return;
    }
    if (!run) {
      run = [];
      runs.push(run);
    }
    run.push({
      x: PADDING + index * step,
      y: HEIGHT - PADDING - (value / max) * (HEIGHT - 2 * PADDING),
    });
  });
  return runs;
}

function toPath(points: Point[]): string {
  return points
    .map(
      ({ x, y }, index) =>
        `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`,
    )
    .join(' ');
}
