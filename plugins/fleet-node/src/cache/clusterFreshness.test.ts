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

import type { KindName } from '../projection';
import type { ReflectorStatus } from '../reflector';
import { monotonicNow } from '../clock';
import { clusterFreshness } from './clusterFreshness';
import { FreshnessTracker } from './FreshnessTracker';

const NOW = Date.parse('2026-11-22T14:00:00Z');
const at = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString();

const live = (asOf: number): ReflectorStatus => ({
  condition: 'watching',
  listed: true,
  asOf: NOW + asOf * 1_000,
});
const failed = (
  condition: ReflectorStatus['condition'],
  message: string,
  over: Partial<ReflectorStatus> = {},
): ReflectorStatus => ({
  condition,
  listed: true,
  asOf: NOW - 240_000,
  nextTryAt: NOW + 12_000,
  error: { kind: 'unreachable', message },
  ...over,
});
const listing = (read: number, expected?: number): ReflectorStatus => ({
  condition: 'listing',
  listed: false,
  progress: { read, expected },
});
const NO_ROOM = failed('denied', 'has more pods than there is room', {
  listed: false,
  asOf: undefined,
  error: { kind: 'no-room', message: 'has more pods than there is room' },
});
const NOT_INSTALLED = failed('not-installed', 'has no rollouts', {
  listed: false,
  asOf: undefined,
});

function freshness(kinds: Partial<Record<KindName, ReflectorStatus>>) {
  const reports = Object.entries(kinds).map(([name, status]) => ({
    name: name as KindName,
    status,
  }));
  return clusterFreshness('shanghai', reports, {
    since: NOW,
    toEpoch: time => time,
  });
}

describe('clusterFreshness', () => {
  it.each<[string, Partial<Record<KindName, ReflectorStatus>>, object]>([
    [
      'live as of what came last',
      { pods: live(-2), nodes: live(-50), rollouts: NOT_INSTALLED },
      { state: 'live', asOf: at(-2), reason: undefined, nextTryAt: undefined },
    ],
    [
      'as old as its oldest part when a watch broke',
      { pods: failed('broken', 'closed the connection'), nodes: live(-2) },
      {
        state: 'stale',
        asOf: at(-240),
        nextTryAt: at(12),
      },
    ],
    [
      'unreachable when nothing answers',
      {
        pods: failed('unreachable', 'refuses connections at its address'),
        nodes: failed('unreachable', 'refuses connections at its address'),
      },
      {
        state: 'unreachable',
        asOf: at(-240),
        reason: 'shanghai refuses connections at its address.',
      },
    ],
    [
      'stale while it answers for some kinds only',
      { pods: failed('unreachable', 'did not answer'), nodes: live(-1) },
      { state: 'stale' },
    ],
    [
      'live though one kind is denied',
      {
        pods: live(-2),
        horizontalpodautoscalers: failed('denied', 'refuses Slipway'),
      },
      { state: 'live' },
    ],
    [
      'denied when pods are',
      {
        nodes: live(-2),
        pods: failed('denied', 'refuses Slipway (HTTP 403, list pods)', {
          listed: false,
          asOf: undefined,
        }),
      },
      {
        state: 'denied',
        reason: 'shanghai refuses Slipway (HTTP 403, list pods).',
      },
    ],
    [
      'stale when there is no room for pods, whom nobody refuses',
      { nodes: live(-2), pods: NO_ROOM },
      { state: 'stale', reason: 'shanghai has more pods than there is room.' },
    ],
    [
      'unreachable when it is gone, whatever there was no room for before',
      { nodes: failed('unreachable', 'refuses'), pods: NO_ROOM },
      { state: 'unreachable', reason: 'shanghai refuses.' },
    ],
    [
      'live when there is no room for another kind',
      { pods: live(-2), replicasets: NO_ROOM },
      { state: 'live', reason: undefined },
    ],
    [
      'catching up, and how far',
      { pods: listing(500, 10_000), nodes: listing(3, 3), jobs: live(-2) },
      { state: 'catching-up', progress: { read: 503, expected: 10_003 } },
    ],
    [
      'catching up without knowing how far',
      { pods: listing(500), nodes: listing(3, 3) },
      { state: 'catching-up', progress: { read: 503, expected: undefined } },
    ],
  ])('is %s', (_, kinds, expected) => {
    expect(freshness(kinds)).toMatchObject(expected);
  });

  it.each([15, -15])(
    'says since when, as long as the state stays, also when the clock is set by %d min',
    minutes => {
      jest.useFakeTimers({ now: NOW });
      try {
        const tracker = new FreshnessTracker('x');
        const read = (condition: ReflectorStatus['condition'], asOf: number) =>
          tracker.read([
            { name: 'pods', status: { condition, listed: true, asOf } },
          ]);
        const opened = monotonicNow();
        expect(read('watching', opened)).toMatchObject({
          state: 'live',
          since: at(0),
          asOf: at(0),
        });
        const step = minutes * 60;
        jest.setSystemTime(Date.now() + step * 1_000);
        jest.advanceTimersByTime(60_000);
        expect(read('watching', monotonicNow())).toMatchObject({
          since: at(step),
          asOf: at(step + 60),
        });
        jest.advanceTimersByTime(30_000);
        expect(read('broken', opened)).toMatchObject({
          state: 'stale',
          since: at(step + 90),
          asOf: at(step),
        });
      } finally {
        jest.useRealTimers();
      }
    },
  );
});
