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

import type { Command } from 'commander';
import type { DatasetSpec } from './dataset';

/** What all benches are told on the command line. */
export interface CommonOptions {
  spec: DatasetSpec;
  seconds: number;
  rounds: number;
  dir?: string;
  out?: string;
}

const DEFAULTS = {
  clusters: 3,
  pods: 10_000,
  apps: 200,
  small: 10,
  large: 2_000,
  seconds: 60,
  rounds: 3,
};
/** Enough to see that a bench works, and nothing to draw conclusions from. */
const QUICK: typeof DEFAULTS = {
  clusters: 1,
  pods: 40,
  apps: 4,
  small: 5,
  large: 20,
  seconds: 2,
  rounds: 1,
};

/** Adds the flags that all benches know. */
export function addCommonOptions(command: Command): Command {
  return command
    .option('--clusters <number>', 'how many clusters')
    .option('--pods <number>', 'pods in each cluster')
    .option('--apps <number>', 'apps over all clusters')
    .option('--small <number>', 'pods of the small app')
    .option('--large <number>', 'pods of the large app')
    .option('--seconds <number>', 'time for each row')
    .option('--rounds <number>', 'slices of that time, with others between')
    .option('--quick', 'tiny numbers, to see that it works')
    .option('--dir <folder>', 'keep the clusters there for the next bench')
    .option('--out <file>', 'where the result goes, instead of bench/results');
}

/** @throws Error when a number is none */
export function readCommonOptions(
  flags: Record<string, string | boolean | undefined>,
): CommonOptions {
  const defaults = flags.quick ? QUICK : DEFAULTS;
  const numbers = Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [
      name,
      readNumber(name, flags[name], value),
    ]),
  ) as typeof DEFAULTS;
  const { seconds, rounds, ...spec } = numbers;
  return {
    spec,
    seconds,
    rounds,
    dir: flags.dir as string | undefined,
    out: flags.out as string | undefined,
  };
}

function readNumber(
  name: string,
  text: string | boolean | undefined,
  otherwise: number,
): number {
  if (text === undefined) {
    return otherwise;
  }
  const value = Number(text);
  if (!(value > 0)) {
    throw new Error(`--${name} wants a number above 0, not "${text}".`);
  }
  return value;
}
