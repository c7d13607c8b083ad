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

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { LOAD_FILE } from '../paths';
import { StateDir } from '../state';

/** The load that is offered to one app. */
export interface OfferedLoad {
  /** Over all clusters. */
  requestsPerSecond: number;
  /** How far the load swings around its mean over time, 0 to 1. */
  swing?: number;
}

interface LoadFile {
  apps: Record<string, OfferedLoad>;
  others: OfferedLoad;
}

const OVERRIDES = 'load.json';
/** A period short enough that a person sees the load rise and fall. */
const SWING_PERIOD_MS = 20 * 60_000;

/** What load is offered to which app: the file in the catalog, and over it what people set. */
export class LoadTable {
  readonly #state: StateDir;
  readonly #defaults: LoadFile;

  static create(state: StateDir): LoadTable {
    return new LoadTable(state, parse(readFileSync(LOAD_FILE, 'utf8')));
  }

  private constructor(state: StateDir, defaults: LoadFile) {
    this.#state = state;
    this.#defaults = defaults;
  }

  /** Sets a constant load, in requests per second over all clusters. */
  set(app: string, requestsPerSecond: number): void {
    const overrides = { ...this.#overrides, [app]: { requestsPerSecond } };
    this.#state.writeJson(OVERRIDES, overrides);
  }

  /** All that is set by name. */
  list(): Record<string, OfferedLoad> {
    return { ...this.#defaults.apps, ...this.#overrides };
  }

  /** A function of app and time that returns requests per second, as the table is now. */
  snapshot(): (app: string, now: number) => number {
    const loads = this.list();
    return (app, now) => loadAt(loads[app] ?? this.#defaults.others, now);
  }

  get #overrides(): Record<string, OfferedLoad> {
    return this.#state.readJson(OVERRIDES) ?? {};
  }
}

/** The load at a time, in requests per second. */
export function loadAt(load: OfferedLoad, now: number): number {
  const phase = (2 * Math.PI * now) / SWING_PERIOD_MS;
  return load.requestsPerSecond * (1 + (load.swing ?? 0) * Math.sin(phase));
}

/**
 * Reads `1200rps`, `1.5krps` or `1200`.
 *
 * @throws Error when it is none of these
 */
export function parseRate(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(k?)(?:rps)?$/.exec(text.trim());
  if (!match) {
    throw new Error(`A load looks like 1200rps, not "${text}"`);
  }
  return Number(match[1]) * (match[2] ? 1000 : 1);
}
