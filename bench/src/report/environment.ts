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
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { REPO_DIR } from '../paths';

/** Where and when something was measured. */
export interface Environment {
  date: string;
  node: string;
  cores: number;
  cpu: string;
  memoryGiB: number;
  /** Averages of runnable processes over 1, 5 and 15 minutes as the measurement began. */
  loadAverage: number[];
  versions: Record<string, string>;
}

const PACKAGES = [
  '@backstage/plugin-kubernetes-backend',
  '@backstage/backend-defaults',
];

export function environment(): Environment {
  return {
    date: new Date().toISOString(),
    node: process.version,
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadAverage: loadavg().map(one => Math.round(one * 100) / 100),
    versions: Object.fromEntries(PACKAGES.map(name => [name, versionOf(name)])),
  };
}

function versionOf(name: string): string {
  const file = join(REPO_DIR, 'node_modules', name, 'package.json');
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
