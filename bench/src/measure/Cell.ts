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

import type { Look } from '../load';
import { quantile } from '../statistics';

/** Where load comes from and goes to, for some time. */
export interface Cell {
  arm: string;
  app: string;
  viewers: number;
}

/** What one arm took for one app and number of viewers. */
export interface CellResult extends Cell {
  views: number;
  failed: number;
  /** Of all views but each viewer's first one, in milliseconds. */
  p50: number;
  p95: number;
  /** Of first views alone. */
  firstP50: number;
  /** Median of what came over the wire for a view, compressed. */
  wireBytes: number;
  /** Per view, less what API servers do while nobody looks. */
  apiServerReads: number;
  /** Per view, in milliseconds of all API servers together, less the same. */
  apiServerCpuMs: number;
  /** Per view, of the backend's process, in milliseconds. */
  backendCpuMs: number;
  /** Longest time for which the backend's event loop stood still, in milliseconds. */
  longestStallMs: number;
}

/** What one slice of time came to. */
export interface Slice {
  looks: Look[];
  seconds: number;
  apiServerReads: number;
  apiServerCpuSeconds: number;
  backendCpuSeconds: number;
  longestStallMs: number;
}

/** What API servers do while nobody looks, for each second. */
export interface Idle {
  readsPerSecond: number;
  cpuPerSecond: number;
}

/** All slices of one arm, app and number of viewers in one row. */
export function summarise(cell: Cell, slices: Slice[], idle: Idle): CellResult {
  const sum = (of: (slice: Slice) => number) =>
    slices.reduce((total, slice) => total + of(slice), 0);
  const looks = slices.flatMap(slice => slice.looks);
  const times = (isFirst: boolean) =>
    looks
      .filter(({ first = false }) => first === isFirst)
      .map(({ milliseconds }) => milliseconds);
  const perView = (total: number) =>
    Math.max(0, total) / Math.max(1, looks.length);
  const seconds = sum(slice => slice.seconds);
  return {
    ...cell,
    views: looks.length,
    failed: looks.filter(({ failed }) => failed).length,
    p50: quantile(times(false), 0.5),
    p95: quantile(times(false), 0.95),
    firstP50: quantile(times(true), 0.5),
    wireBytes: quantile(
      looks.map(({ wireBytes }) => wireBytes),
      0.5,
    ),
    apiServerReads: perView(
      sum(slice => slice.apiServerReads) - idle.readsPerSecond * seconds,
    ),
    apiServerCpuMs: perView(
      1_000 *
        (sum(slice => slice.apiServerCpuSeconds) - idle.cpuPerSecond * seconds),
    ),
    backendCpuMs: perView(1_000 * sum(slice => slice.backendCpuSeconds)),
    longestStallMs: Math.max(0, ...slices.map(slice => slice.longestStallMs)),
  };
}
