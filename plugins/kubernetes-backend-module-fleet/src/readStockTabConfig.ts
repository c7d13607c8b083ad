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

import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const ROOT = 'slipway.fleet.stockTab';
const TIMEOUT_KEY = `${ROOT}.timeoutSeconds`;

/** `slipway.fleet.stockTab` of app-config, with defaults. */
export interface StockTabConfig {
  enabled: boolean;
  timeoutMs: number;
  /** Whether the module takes the plugin's cluster supplier, and hands its clusters to the fleet. */
  clusters: boolean;
  /** Whether the module takes the plugin's objects provider and router, to send texts. */
  stream: boolean;
  /** Whether what a viewer was found to be allowed is not asked again at each poll; only where `stream` is on. */
  reuseDecisions: boolean;
}

/** @throws InputError when a value cannot be used */
export function readStockTabConfig(config: Config): StockTabConfig {
  const seconds = config.getOptionalNumber(TIMEOUT_KEY) ?? 5;
  if (!(seconds > 0) || !Number.isFinite(seconds)) {
    throw new InputError(`${TIMEOUT_KEY} must be a number above 0.`);
  }
  const isOn = (key: string) =>
    config.getOptionalBoolean(`${ROOT}.${key}`) ?? true;
  return {
    enabled: isOn('enabled'),
    timeoutMs: seconds * 1_000,
    clusters: isOn('clusters'),
    stream: isOn('stream'),
    reuseDecisions: isOn('reuseDecisions'),
  };
}
