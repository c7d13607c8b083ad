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
import { runFleetBench } from './runFleetBench';

addCommonOptions(program)
  .description(
    "One app's status from Slipway's fleet beside the stock Kubernetes tab: time, API-server work, bytes, live updates, memory",
  )
  .action(async flags => {
    const options = readCommonOptions(flags);
    const result = await runFleetBench({
      ...options,
      viewers: flags.quick ? [1, 3] : [1, 50],
      // The stock tab of a large app keeps both cores busy with these.
      largeViewers: flags.quick ? [1] : [1, 10],
      changes: flags.quick ? 3 : 30,
    });
    writeResult('fleet', result, options.out);
  });

program.parseAsync().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
