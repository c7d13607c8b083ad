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

import {
  commonMemoryUnit,
  formatAge,
  formatAgo,
  formatClock,
  formatCores,
  formatCount,
  formatDigest,
  formatDuration,
  formatEntityName,
  formatGpuProduct,
  formatList,
  formatMemory,
  formatMemoryIn,
  formatPercent,
  formatQuantity,
  formatRate,
  formatUntil,
  formatVersion,
  shortInstanceName,
} from '.';

const GIB = 2 ** 30;
const TIB = 2 ** 40;
const NOW = Date.parse('2026-11-12T14:06:20Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Tables show non-breaking spaces as plain ones. */
const plain = (text: string) => text.replace(/\u00a0/g, ' ');

describe('numbers', () => {
  it.each([
    [formatCount(1065), '1,065'],
    [formatCores(0.25), '0.25'],
    [formatCores(1.24), '1.2'],
    [formatCores(2), '2'],
    [formatCores(108.4), '108'],
    [formatCores(1065), '1,065'],
    [formatMemory(512 * 2 ** 20), '512 MiB'],
    [formatMemory(16 * GIB), '16 GiB'],
    [formatMemory(14.13 * GIB), '14.1 GiB'],
    [formatMemory(128.4 * GIB), '128 GiB'],
    [formatMemory(4.4 * TIB), '4.4 TiB'],
    [formatMemory(0), '0 GiB'],
    [formatMemoryIn('TiB', 16 * TIB, true), '16.0'],
    [formatMemoryIn('GiB', 11 * GIB), '11'],
    [formatPercent(0.614), '61 %'],
    [formatRate(0.44), '0.4'],
    [formatRate(4812), '4,812'],
    [formatQuantity(1, 'app'), '1 app'],
    [formatQuantity(1200, 'app'), '1,200 apps'],
  ])('%s is %s', (actual, expected) => {
    expect(plain(actual)).toBe(expected);
  });

  it('keeps a number and its unit on one line', () => {
    expect(formatMemory(GIB)).toContain('\u00a0');
    expect(formatPercent(1)).toContain('\u00a0');
    expect(formatAge(MINUTE)).toContain('\u00a0');
  });

  it('chooses a unit for a column in which no number vanishes', () => {
    expect(commonMemoryUnit([16 * TIB, 1.5 * TIB])).toBe('TiB');
    expect(commonMemoryUnit([16 * TIB, 64 * GIB])).toBe('GiB');
    expect(commonMemoryUnit([])).toBe('GiB');
  });
});

describe('times', () => {
  it.each([
    [formatAge(-5), '0 s'],
    [formatAge(59_999), '59 s'],
    [formatAge(4 * MINUTE), '4 min'],
    [formatAge(23 * HOUR), '23 h'],
    [formatAge(49 * HOUR), '2 d'],
    [formatDuration(42 * MINUTE), '42 min'],
    [formatDuration(3.5 * HOUR), '3 h 30 min'],
    [formatDuration(3 * HOUR), '3 h'],
    [formatDuration(52 * HOUR), '2 d 4 h'],
    [formatAgo('2026-11-12T14:06:18Z', NOW), '2 s ago'],
    [formatUntil('2026-11-12T14:06:32Z', NOW), 'in 12 s'],
    [formatUntil('2026-11-12T14:06:00Z', NOW), 'now'],
  ])('%s is %s', (actual, expected) => {
    expect(plain(actual)).toBe(expected);
  });

  it('shows the clock within a day, the date before', () => {
    expect(formatClock('2026-11-12T14:05:12Z', NOW)).toMatch(
      /^\d\d:\d\d:\d\d$/,
    );
    expect(formatClock('2026-11-10T14:05:12Z', NOW)).toMatch(
      /^1[01] Nov \d\d:\d\d$/,
    );
  });
});

describe('names', () => {
  it.each([
    [formatDigest('sha256:9f3c21ab77e0b1f2'), 'sha256:9f3c21ab'],
    [formatEntityName('component:default/feed-embedder'), 'feed-embedder'],
    [shortInstanceName('recommend-ranker-7c9d-x2k4m'), '7c9d-x2k4m'],
    [formatGpuProduct('NVIDIA-H200-141GB'), 'H200 141 GB'],
    [formatList([]), ''],
    [formatList(['a']), 'a'],
    [formatList(['a', 'b', 'c']), 'a, b and c'],
    [formatVersion({ image: 'r/a:1', tag: '1', instances: 1 }), '1'],
    [
      formatVersion({
        image: 'r/a',
        digest: 'sha256:0123456789ab',
        instances: 1,
      }),
      'sha256:01234567',
    ],
  ])('%s is %s', (actual, expected) => {
    expect(plain(actual)).toBe(expected);
  });
});
