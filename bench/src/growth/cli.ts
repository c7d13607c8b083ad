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

import { program } from 'commander';
import { addCommonOptions, readCommonOptions } from '../options';
import { writeResult } from '../report';
import { runGrowthBench } from './runGrowthBench';

function readNumbers(text: string): number[] {
  return text.split(',').filter(Boolean).map(Number);
}

addCommonOptions(program)
  .description(
    'How cost grows with pods (1k to 30k in one cluster) and with clusters (1 to 10 of 1k pods), for an app of one size',
  )
  .option('--viewers <number>', 'viewers of the app', '10')
  .option('--steps <numbers>', 'pods of one cluster', '1000,3000,10000,30000')
  .option('--cluster-steps <numbers>', 'clusters of 1000 pods', '3,10')
  .action(async flags => {
    const options = readCommonOptions(flags);
    const { quick } = flags;
    await runGrowthBench({
      ...options,
      spec: {
        ...options.spec,
        // The app that is looked at is the small one; no other of a size of its own.
        small: quick ? 5 : 50,
        large: quick ? 5 : 50,
        apps: quick ? 4 : 50,
      },
      pods: quick ? [20, 40] : readNumbers(flags.steps),
      clusters: quick ? [2] : readNumbers(flags.clusterSteps),
      podsEach: quick ? 20 : 1_000,
      viewers: Number(flags.viewers),
      onPoint: result => writeResult('growth', result, options.out),
    });
  });

program.parseAsync().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
