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

import { DateTime } from 'luxon';

const NBSP = '\u00a0';
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** One unit: `2 s`, `4 min`, `3 h`, `2 d`. */
export function formatAge(ms: number): string {
  const age = Math.max(0, ms);
  if (age < MINUTE_MS) {
    return `${Math.floor(age / SECOND_MS)}${NBSP}s`;
  }
  if (age < HOUR_MS) {
    return `${Math.floor(age / MINUTE_MS)}${NBSP}min`;
  }
  if (age < DAY_MS) {
    return `${Math.floor(age / HOUR_MS)}${NBSP}h`;
  }
  return `${Math.floor(age / DAY_MS)}${NBSP}d`;
}

/** `2 s ago`, of a moment in ISO 8601. */
export function formatAgo(iso: string, now: number): string {
  return `${formatAge(now - Date.parse(iso))}${NBSP}ago`;
}

/** How long until a moment in ISO 8601: `in 12 s`; `now` once it is over. */
export function formatUntil(iso: string, now: number): string {
  const ms = Date.parse(iso) - now;
  return ms < SECOND_MS ? 'now' : `in ${formatAge(ms)}`;
}

/** Two units: `3 h 30 min`, `42 min`, `2 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms < HOUR_MS) {
    return formatAge(ms);
  }
  const [unitMs, restMs] =
    ms < DAY_MS ? [HOUR_MS, MINUTE_MS] : [DAY_MS, HOUR_MS];
  const rest = ms % unitMs;
  return rest < restMs
    ? formatAge(ms)
    : `${formatAge(ms)}${NBSP}${formatAge(rest)}`;
}

/** The clock, `14:05:12`; older than a day with its date, `12 Nov 14:05`. */
export function formatClock(iso: string, now: number): string {
  const time = DateTime.fromISO(iso);
  return now - time.toMillis() < DAY_MS
    ? time.toFormat('HH:mm:ss')
    : time.toFormat('d LLL HH:mm', { locale: 'en' });
}

/** With date and zone, for tooltips: `22 Nov 2026, 14:05:12 GMT+8`. */
export function formatExactTime(iso: string): string {
  return DateTime.fromISO(iso).toFormat('d LLL yyyy, HH:mm:ss ZZZZ', {
    locale: 'en',
  });
}
