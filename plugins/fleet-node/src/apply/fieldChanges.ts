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

import type { FieldChange } from '@slipway/backstage-plugin-fleet-common';

/** What an API server and its controllers write themselves. */
const IGNORED = new Set([
  'status',
  'metadata.managedFields',
  'metadata.resourceVersion',
  'metadata.generation',
  'metadata.uid',
  'metadata.creationTimestamp',
]);

const MAX_CHANGES = 500;

/**
 * What differs between two states of an object, leaf by leaf. Pure.
 *
 * Lists whose items have a name (containers, env, ports, volumes) are compared by it, so that an item put in front does
 * not look like a change of all.
 *
 * @param before undefined for an object that was not there
 */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const changes: FieldChange[] = [];
  compare('', before, after, changes);
  return changes.slice(0, MAX_CHANGES);
}

function compare(
  path: string,
  before: unknown,
  after: unknown,
  changes: FieldChange[],
): void {
  if (IGNORED.has(path) || Object.is(before, after)) {
    return;
  }
  if (isRecord(before) && isRecord(after)) {
    for (const key of union(Object.keys(before), Object.keys(after))) {
      compare(child(path, key), before[key], after[key], changes);
    }
  } else if (Array.isArray(before) && Array.isArray(after)) {
    compareLists(path, before, after, changes);
  } else if (JSON.stringify(before) !== JSON.stringify(after)) {
    changes.push({ path, from: before, to: after });
  }
}

function compareLists(
  path: string,
  before: readonly unknown[],
  after: readonly unknown[],
  changes: FieldChange[],
): void {
  const one = byName(before);
  const other = byName(after);
  if (one && other) {
    for (const name of union([...one.keys()], [...other.keys()])) {
      compare(`${path}[${name}]`, one.get(name), other.get(name), changes);
    }
    return;
  }
  const length = Math.max(before.length, after.length);
  for (let index = 0; index < length; index += 1) {
    compare(`${path}[${index}]`, before[index], after[index], changes);
  }
}

function byName(items: readonly unknown[]): Map<string, unknown> | undefined {
  const named = new Map<string, unknown>();
  for (const item of items) {
    const name = isRecord(item) ? item.name : undefined;
    if (typeof name !== 'string' || named.has(name)) {
      return undefined;
    }
    named.set(name, item);
  }
  return named;
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])];
}

/** Keys with dots, such as labels, stand in brackets. */
function child(path: string, key: string): string {
  if (/[^A-Za-z0-9_-]/.test(key)) {
    return `${path}[${JSON.stringify(key)}]`;
  }
  return path ? `${path}.${key}` : key;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
