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

import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { REPO_DIR } from '../paths';
import { drawCharts } from '../plot/drawCharts';
import { RESULTS_DIR } from '../report';
import { growthCharts } from './growthCharts';
import type { GrowthResult } from './GrowthPoint';

/** Draws the kept result for the docs. */
function main(): void {
  const text = readFileSync(resolve(RESULTS_DIR, 'growth.json'), 'utf8');
  const file = resolve(REPO_DIR, 'docs/images/growth.svg');
  const charts = growthCharts(JSON.parse(text) as GrowthResult);
  writeFileSync(
    file,
    drawCharts(
      charts,
      'Time and API-server CPU of one view of an app, over pods and over clusters',
    ),
  );
  process.stdout.write(`Written to ${file}\n`);
}

main();
