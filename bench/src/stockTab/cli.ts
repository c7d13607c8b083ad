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
import { runStockTabBench } from './runStockTabBench';

addCommonOptions(program)
  .description(
    'The stock Kubernetes tab with kubernetes-backend-module-fleet beside the same without it, with all clusters well and with one frozen',
  )
  .option('--parsed', 'also with each object parsed on its way')
  .action(async flags => {
    const options = readCommonOptions(flags);
    const result = await runStockTabBench({
      ...options,
      tabs: flags.quick ? [1, 3] : [1, 10, 50],
      largeTabs: flags.quick ? [1] : [1, 10],
      frozenTabs: flags.quick ? [] : [10],
      withParsed: Boolean(flags.parsed),
    });
    writeResult('stock-tab', result, options.out);
  });

program.parseAsync().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
