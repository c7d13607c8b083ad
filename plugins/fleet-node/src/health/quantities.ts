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

import type { Resources } from '../projection';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** `8 GiB`, `1.5 GiB`, `500 MiB`: one decimal below 100. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${round(value)} ${UNITS[unit]}`;
}

/** `1 core`, `0.25 cores`. */
export function formatCores(cores: number): string {
  const text = String(Math.round(cores * 100) / 100);
  return `${text} ${text === '1' ? 'core' : 'cores'}`;
}

/** `1 GPU`, `8 GPUs`. */
export function formatGpus(gpus: number): string {
  return `${gpus} ${gpus === 1 ? 'GPU' : 'GPUs'}`;
}

/** The resources named by `keys`, as one phrase: `1 GPU and 8 GiB`. */
export function formatResources(
  resources: Resources,
  keys: ReadonlyArray<keyof Resources>,
): string {
  const parts = keys.map(key => {
    switch (key) {
      case 'gpu':
        return formatGpus(resources.gpu);
      case 'memory':
        return formatBytes(resources.memory);
      default:
        return formatCores(resources.cpu);
    }
  });
  return joinWords(parts);
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function round(value: number): string {
  return value >= 100
    ? String(Math.round(value))
    : String(Math.round(value * 10) / 10);
}
