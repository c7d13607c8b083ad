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

import { withField } from './fieldPath';
import { toYaml } from './manifests';
import type { PlannedObject } from './planSteps';

/** A line of YAML, and what becomes of it. */
export interface DiffLine {
  sign: ' ' | '+' | '-' | '…';
  /** In the text that it is in: the old one for `-`, else the new one. */
  number?: number;
  text: string;
}

/** Lines around a change that say where it is. */
const CONTEXT = 3;
/** Above this many lines each side is shown as a whole, since comparing grows with their product. */
const MAX_LINES = 1_500;

/** What a plan changes in an object, as lines of YAML. */
export function diffObject(object: PlannedObject): DiffLine[] {
  const { manifest, changes, outcome } = object;
  if (outcome === 'created' && manifest) {
    return compareLines([], linesOf(manifest));
  }
  const base = manifest ?? {};
  let before: object = base;
  let after: object = base;
  for (const { path, from, to } of changes) {
    before = withField(before, path, from);
    after = withField(after, path, to);
  }
  return foldContext(compareLines(linesOf(before), linesOf(after)));
}

function linesOf(value: object): string[] {
  return Object.keys(value).length === 0
    ? []
    : toYaml(value).trimEnd().split('\n');
}

/** The lines of both texts in order, by their longest common subsequence. */
export function compareLines(before: string[], after: string[]): DiffLine[] {
  if (Math.max(before.length, after.length) > MAX_LINES) {
    return [
      ...before.map(
        (text, index): DiffLine => ({ sign: '-', number: index + 1, text }),
      ),
      ...after.map(
        (text, index): DiffLine => ({ sign: '+', number: index + 1, text }),
      ),
    ];
  }
  const common = commonLengths(before, after);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ sign: ' ', number: j + 1, text: after[j] });
      i += 1;
      j += 1;
    } else if (
      j >= after.length ||
      (i < before.length && common[i + 1][j] >= common[i][j + 1])
    ) {
      lines.push({ sign: '-', number: i + 1, text: before[i] });
      i += 1;
    } else {
      lines.push({ sign: '+', number: j + 1, text: after[j] });
      j += 1;
    }
  }
  return lines;
}

/** How many lines the rests of both texts have in common. */
function commonLengths(before: string[], after: string[]): Uint16Array[] {
  const lengths = Array.from(
    { length: before.length + 1 },
    () => new Uint16Array(after.length + 1),
  );
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      lengths[i][j] =
        before[i] === after[j]
          ? lengths[i + 1][j + 1] + 1
          : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

function foldContext(lines: DiffLine[]): DiffLine[] {
  const near = (index: number) =>
    lines
      .slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1)
      .some(({ sign }) => sign !== ' ');
  return lines.flatMap((line, index): DiffLine[] => {
    if (near(index)) {
      return [line];
    }
    // One mark for each run of lines that are left out.
    return index === 0 || near(index - 1) ? [{ sign: '…', text: '' }] : [];
  });
}
