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

import { parseDocument } from 'yaml';

/** Delays in milliseconds, quick enough for a person and slow enough to see states change. */
const DELAYS: Record<string, { delay: number; jitter: number }> = {
  'pod-create': { delay: 100, jitter: 500 },
  'pod-init-container-running': { delay: 200, jitter: 800 },
  'pod-init-container-completed': { delay: 500, jitter: 1_500 },
  'pod-ready': { delay: 500, jitter: 2_500 },
};

/**
 * KWOK's own stages as one file, with shorter delays. The "general" pod stages are used: they go through
 * ContainerCreating and honour the annotations by which a job says how long it runs.
 *
 * @param sources - YAML of each stage
 */
export function kwokStages(sources: string[]): string {
  return sources.map(withDelay).join('---\n');
}

function withDelay(source: string): string {
  const stage = parseDocument(source);
  const name = String(stage.getIn(['metadata', 'name']));
  const timing = DELAYS[name];
  if (timing) {
    stage.setIn(['spec', 'delay', 'durationMilliseconds'], timing.delay);
    stage.setIn(
      ['spec', 'delay', 'jitterDurationMilliseconds'],
      timing.delay + timing.jitter,
    );
  }
  return stage.toString();
}
