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

import { useTheme, type Theme } from '@material-ui/core/styles';
import { DateTime } from 'luxon';
import {
  Area,
  AreaChart,
  CartesianGrid,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { GpuSeries } from '@slipway/backstage-plugin-fleet-common';
import { formatDuration, formatPercent } from '../../format';
import type { GpuSeriesRange } from '../../hooks';
import { secondaryText, useFleetTokens } from '../../tokens';

const HALF = 0.5;

/** Props of {@link GpuChart}. */
export interface GpuChartProps {
  series: GpuSeries;
  range: GpuSeriesRange;
}

/** Mean utilisation over time; periods below the idle threshold are marked with how long they took. */
export function GpuChart(props: GpuChartProps) {
  const { series, range } = props;
  const { start, stepSeconds, utilization, idle } = series;
  const { fill, tone, line } = useFleetTokens();
  const theme = useTheme<Theme>();
  const data = utilization.map((value, index) => ({
    time: start + index * stepSeconds * 1_000,
    value,
  }));
  const axis = { fontSize: 11, fill: secondaryText(theme) };
  const end = data[data.length - 1]?.time ?? start;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <AreaChart
        data={data}
        margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke={line} />
        <XAxis
          dataKey="time"
          type="number"
          domain={[start, end]}
          ticks={[start, (start + end) / 2, end]}
          tickFormatter={time => formatTick(time, end, range)}
          tick={axis}
          tickLine={false}
          axisLine={{ stroke: line }}
        />
        <YAxis
          domain={[0, 1]}
          ticks={[0, HALF, 1]}
          tickFormatter={formatPercent}
          tick={axis}
          tickLine={false}
          axisLine={false}
          width={48}
        />
        <Tooltip
          isAnimationActive={false}
          formatter={(value: number) => [formatPercent(value), 'Utilisation']}
          labelFormatter={time =>
            DateTime.fromMillis(Number(time)).toFormat('d LLL HH:mm')
          }
          contentStyle={{
            background: theme.palette.background.paper,
            border: `1px solid ${line}`,
            borderRadius: 6,
            fontSize: 12,
          }}
        />
        {idle.map(({ from, to }) => (
          <ReferenceArea
            key={from}
            x1={from}
            x2={to}
            fill={tone.warn.tint}
            fillOpacity={1}
            ifOverflow="hidden"
            label={{
              value: `idle ${formatDuration(to - from)}`,
              position: 'insideTop',
              fontSize: 11,
              fill: tone.warn.text,
            }}
          />
        ))}
        <Area
          dataKey="value"
          type="linear"
          stroke={fill.used}
          strokeWidth={1.5}
          fill={fill.used}
          fillOpacity={0.13}
          connectNulls={false}
          isAnimationActive={false}
        />
      </AreaChart>
    </ResponsiveContainer>
  );
}

function formatTick(time: number, end: number, range: GpuSeriesRange): string {
  if (time === end) {
    return 'now';
  }
  return DateTime.fromMillis(time).toFormat(
    range === '7d' ? 'd LLL' : 'HH:mm',
    { locale: 'en' },
  );
}
