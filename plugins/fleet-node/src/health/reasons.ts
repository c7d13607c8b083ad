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

import type {
  Health,
  HealthReason,
  HealthState,
} from '@slipway/backstage-plugin-fleet-common';
import type { Problem } from './PodAssessment';

const SEVERITIES: Array<HealthReason['severity']> = [
  'failing',
  'attention',
  'starting',
];

/** `1 instance`, `2 instances`. */
export function countInstances(count: number): string {
  return count === 1 ? '1 instance' : `${count} instances`;
}

/** Makes one counted sentence of equal problems. */
export function groupProblems(problems: readonly Problem[]): HealthReason[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = `${problem.code} ${problem.many}`;
    const group = groups.get(key);
    if (group) {
      group.push(problem);
    } else {
      groups.set(key, [problem]);
    }
  }
  return [...groups.values()].map(toReason);
}

/** A problem of one instance as a reason of its own. */
export function toReason(problems: readonly Problem[]): HealthReason {
  const [{ code, severity, one, many, exitCode }] = problems;
  const since = problems
    .map(problem => problem.since)
    .filter(time => time !== undefined);
  return {
    code,
    severity,
    message: `${countInstances(problems.length)} ${
      problems.length === 1 ? one : many
    }`,
    instances: problems.length,
    since: since.length > 0 ? toIso(Math.min(...since)) : undefined,
    exitCode,
  };
}

/** Reasons with the worst first, and the state that follows from them. */
export function healthOf(reasons: readonly HealthReason[]): Health {
  const sorted = [...reasons].sort(
    (one, other) =>
      SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
      other.instances - one.instances,
  );
  const state: HealthState = sorted[0]?.severity ?? 'healthy';
  return { state, reasons: sorted };
}

/** ISO 8601. */
export function toIso(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}
