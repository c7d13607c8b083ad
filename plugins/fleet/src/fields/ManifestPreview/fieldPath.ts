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

/** A step into an object: a key, or an item of a list by its index or its name. */
type Token = { key: string } | { item: string };

type Container = Record<string, unknown> | unknown[];

/** Reads `spec.containers[app].env[0]` and `metadata.labels["a.b/c"]`, as a plan writes them. */
function parsePath(path: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\[("(?:[^"\\]|\\.)*")\]|\[([^\]]*)\]|\.?([^.[\]]+)/g;
  for (const [, quoted, item, key] of path.matchAll(pattern)) {
    if (quoted !== undefined) {
      tokens.push({ key: JSON.parse(quoted) });
    } else if (item !== undefined) {
      tokens.push({ item });
    } else {
      tokens.push({ key });
    }
  }
  return tokens;
}

/**
 * A copy with the field of a plan's path set, or taken out with `undefined`; what is left empty by that goes too, since a
 * plan has leaves only.
 */
export function withField<T>(object: T, path: string, value: unknown): T {
  const copy = JSON.parse(JSON.stringify(object)) as T;
  setField(copy, parsePath(path), value);
  return copy;
}

/** @returns whether the container is empty now */
function setField(
  container: unknown,
  [token, ...rest]: Token[],
  value: unknown,
): boolean {
  if (!token || !isContainer(container)) {
    return false;
  }
  if (rest.length === 0) {
    write(container, token, value);
  } else {
    if (read(container, token) === undefined) {
      if (value === undefined) {
        return false;
      }
      write(container, token, {});
    }
    if (setField(read(container, token), rest, value)) {
      write(container, token, undefined);
    }
  }
  return value === undefined && Object.keys(container).length === 0;
}

function read(container: Container, token: Token): unknown {
  return Array.isArray(container)
    ? container[indexOf(container, token)]
    : container[nameOf(token)];
}

function write(container: Container, token: Token, value: unknown): void {
  if (!Array.isArray(container)) {
    if (value === undefined) {
      delete container[nameOf(token)];
    } else {
      container[nameOf(token)] = value;
    }
    return;
  }
  const index = indexOf(container, token);
  if (value === undefined) {
    container.splice(index, index in container ? 1 : 0);
  } else {
    container[Math.min(index, container.length)] = value;
  }
}

function indexOf(list: unknown[], token: Token): number {
  const name = nameOf(token);
  const byName = list.findIndex(
    item => (item as { name?: unknown } | null)?.name === name,
  );
  if (byName >= 0) {
    return byName;
  }
  return /^\d+$/.test(name) ? Number(name) : list.length;
}

function nameOf(token: Token): string {
  return 'key' in token ? token.key : token.item;
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}
