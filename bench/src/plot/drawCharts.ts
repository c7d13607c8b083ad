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

import { LogAxis, shortNumber, type Chart, type Series } from './Chart';

const WIDTH = 420;
const HEIGHT = 300;
const LEFT = 64;
const RIGHT = 16;
const TOP = 40;
const BOTTOM = 74;

/** Told apart by hue and lightness also by who sees few colours, on light ground and on dark. */
const COLOURS = ['#d9480f', '#1c7ed6', '#2f9e44', '#9c36b5'];
const MARKS = ['circle', 'square', 'triangle', 'diamond'] as const;

/** Text and lines take a grey that can be read on white and on black; there is no ground of its own. */
const STYLE = `text{font:12px system-ui,sans-serif;fill:#868e96}.title{font-weight:600;font-size:13px}.grid{stroke:#868e96;stroke-opacity:.25}.line{fill:none;stroke-width:2}`;

/** Charts beside each other as one SVG. */
export function drawCharts(charts: Chart[], description: string): string {
  const width = WIDTH * charts.length;
  const body = charts
    .map(
      (chart, index) =>
        `<g transform="translate(${index * WIDTH} 0)">${drawChart(chart)}</g>`,
    )
    .join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}" role="img" aria-label="${escape(
    description,
  )}">
<style>${STYLE}</style>
${body}
</svg>
`;
}

function drawChart({ title, xLabel, yLabel, series }: Chart): string {
  const points = series.flatMap(one => one.points);
  const x = new LogAxis(
    points.map(point => point.x),
    LEFT,
    WIDTH - LEFT - RIGHT,
  );
  const y = new LogAxis(
    points.map(point => point.y),
    HEIGHT - BOTTOM,
    TOP + BOTTOM - HEIGHT,
  );
  return [
    `<text class="title" x="${LEFT}" y="20">${escape(
      `${title} (${yLabel})`,
    )}</text>`,
    ...y.ticks.map(tick => horizontal(y.at(tick), shortNumber(tick))),
    ...[...new Set(points.map(point => point.x))].map(value =>
      label(x.at(value), HEIGHT - BOTTOM + 18, shortNumber(value)),
    ),
    label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 36, xLabel),
    ...series.map((one, index) => drawSeries(one, index, x, y)),
    ...series.map((one, index) => legend(one, index, series.length)),
  ].join('\n');
}

function horizontal(at: number, text: string): string {
  return `<line class="grid" x1="${LEFT}" x2="${
    WIDTH - RIGHT
  }" y1="${at}" y2="${at}"/><text x="${LEFT - 8}" y="${
    at + 4
  }" text-anchor="end">${text}</text>`;
}

function label(x: number, y: number, text: string): string {
  return `<text x="${round(x)}" y="${y}" text-anchor="middle">${escape(
    text,
  )}</text>`;
}

function drawSeries(
  { points }: Series,
  index: number,
  x: LogAxis,
  y: LogAxis,
): string {
  const places = points.map(point => ({
    x: round(x.at(point.x)),
    y: round(y.at(point.y)),
  }));
  const line = places.map(place => `${place.x},${place.y}`).join(' ');
  return [
    `<polyline class="line" stroke="${colour(index)}" points="${line}"/>`,
    ...places.map(place => mark(index, place.x, place.y)),
  ].join('');
}

function legend({ name }: Series, index: number, count: number): string {
  const x = LEFT + (index * (WIDTH - LEFT - RIGHT)) / count;
  return `${mark(index, x + 5, HEIGHT - 16)}<text x="${round(x + 14)}" y="${
    HEIGHT - 12
  }">${escape(name)}</text>`;
}

/** Shapes differ too, for who sees no colours. */
function mark(index: number, x: number, y: number): string {
  const fill = `fill="${colour(index)}"`;
  switch (MARKS[index % MARKS.length]) {
    case 'circle':
      return `<circle ${fill} cx="${x}" cy="${y}" r="4"/>`;
    case 'square':
      return `<rect ${fill} x="${x - 4}" y="${y - 4}" width="8" height="8"/>`;
    case 'triangle':
      return `<path ${fill} d="M${x} ${y - 5}l5 9h-10z"/>`;
    default:
      return `<path ${fill} d="M${x} ${y - 5}l5 5-5 5-5-5z"/>`;
  }
}

function colour(index: number): string {
  return COLOURS[index % COLOURS.length];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;');
}
