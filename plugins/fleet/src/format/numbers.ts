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

/** Non-breaking, so that a number and its unit stay on one line. */
const NBSP = '\u00a0';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const TIB = 2 ** 40;

function formatNumber(value: number, fractionDigits: number, fixed = false) {
  return new Intl.NumberFormat('en-US', {
    maximumFractionDigits: fractionDigits,
    minimumFractionDigits: fixed ? fractionDigits : 0,
  }).format(value);
}

/** `1065` is `1,065`. */
export function formatCount(value: number): string {
  return formatNumber(value, 0);
}

/** CPU in cores: `0.25`, `1.2`, `108`. */
export function formatCores(cores: number): string {
  if (cores < 1) {
    return formatNumber(cores, 2);
  }
  return formatNumber(cores, cores < 100 ? 1 : 0);
}

/** Bytes as MiB, GiB or TiB, one decimal below 100: `512 MiB`, `16 GiB`, `4.4 TiB`. */
export function formatMemory(bytes: number): string {
  const unit = memoryUnit(bytes);
  return `${formatMemoryIn(unit, bytes)}${NBSP}${unit}`;
}

/** @public */
export type MemoryUnit = 'MiB' | 'GiB' | 'TiB';

/** The largest unit in which a number of bytes is at least 1, from MiB to TiB. */
export function memoryUnit(bytes: number): MemoryUnit {
  if (bytes >= TIB) {
    return 'TiB';
  }
  return bytes >= GIB || bytes === 0 ? 'GiB' : 'MiB';
}

/** Below this share of a TiB a number in TiB says too little. */
const MIN_TIB = 0.2;

/** The one unit of a column: TiB, unless that would round a number of it away. */
export function commonMemoryUnit(bytes: number[]): MemoryUnit {
  const known = bytes.filter(value => value > 0);
  return known.length > 0 && Math.min(...known) >= MIN_TIB * TIB
    ? 'TiB'
    : 'GiB';
}

/** Bytes in a given unit without its name; `fixed` keeps the decimal of a round number, for columns. */
export function formatMemoryIn(
  unit: MemoryUnit,
  bytes: number,
  fixed = false,
): string {
  const value = bytes / { MiB: MIB, GiB: GIB, TiB: TIB }[unit];
  const digits = value < 100 && unit !== 'MiB' ? 1 : 0;
  return formatNumber(value, digits, fixed);
}

/** A share of 0 to 1 as `61 %`. */
export function formatPercent(share: number): string {
  return `${formatNumber(share * 100, 0)}${NBSP}%`;
}

/** Requests a second: `0.4`, `12`, `4,812`. */
export function formatRate(perSecond: number): string {
  return formatNumber(perSecond, perSecond < 10 ? 1 : 0);
}

/** `1 app`, `2 apps`. */
export function formatQuantity(
  count: number,
  singular: string,
  plural = `${singular}s`,
): string {
  return `${formatCount(count)}${NBSP}${count === 1 ? singular : plural}`;
}
