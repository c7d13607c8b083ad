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

import type { ProjectedPod } from '../projection';

const WINDOW_MS = 3_600_000;

/**
 * When containers restarted. Kubernetes tells only a total and the last time, so restarts are counted as they are
 * seen; of those before fleet looked, the last one of each container is known.
 */
export class RestartHistory {
  readonly #seen = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  record(before: ProjectedPod | undefined, after: ProjectedPod | undefined) {
    if (!after || before?.uid !== after.uid) {
      if (before) {
        this.#seen.delete(before.uid);
      }
      if (after) {
        this.#remember(after.uid, lastRestarts(after));
      }
      return;
    }
    const more = countRestarts(after) - countRestarts(before);
    if (more > 0) {
      this.#remember(after.uid, new Array<number>(more).fill(this.#now()));
    }
  }

  /** Restarts of a pod's containers in the last hour, as far as they are known. */
  lastHour(pod: ProjectedPod): number {
    const from = this.#now() - WINDOW_MS;
    return (this.#seen.get(pod.uid) ?? []).filter(at => at >= from).length;
  }

  #remember(uid: string, times: number[]): void {
    const from = this.#now() - WINDOW_MS;
    const kept = [...(this.#seen.get(uid) ?? []), ...times].filter(
      at => at >= from,
    );
    if (kept.length > 0) {
      this.#seen.set(uid, kept);
    }
  }
}

/** Restarts of all containers of a pod since it was made. */
export function countRestarts(pod: ProjectedPod): number {
  return pod.statuses.reduce((sum, { restarts }) => sum + restarts, 0);
}

function lastRestarts(pod: ProjectedPod): number[] {
  return pod.statuses
    .filter(({ restarts }) => restarts > 0)
    .map(({ last }) => last?.finishedAt ?? 0);
}
