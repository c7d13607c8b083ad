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

import { setTimeout as sleep } from 'node:timers/promises';
import type {
  ClusterWaitState,
  WaitResult,
} from '@slipway/backstage-plugin-fleet-common';

/** How long one answer may take: long enough to ask seldom, short enough to tell the log what goes on. */
const MAX_ANSWER_SECONDS = 20;

const PAUSE_MS = 1000;

export interface WaitOptions {
  /** @param seconds - within which the answer comes */
  ask(seconds: number): Promise<WaitResult>;
  /** Milliseconds since 1970. */
  endsAt: number;
  log(line: string): void;
  signal?: AbortSignal;
  /** How long it is all in all, for the error. */
  timeoutSeconds: number;
}

/**
 * Asks until it is done, and tells the log what changed in between. At least one question is asked.
 *
 * @throws Error when an object has failed, when the time is over, and when the signal aborts; it says what was missing
 */
export async function waitForClusters(
  options: WaitOptions,
): Promise<WaitResult> {
  const { endsAt, log, signal } = options;
  let last: string | undefined;
  for (let first = true; ; first = false) {
    const left = Math.max(0, endsAt - Date.now()) / 1000;
    // The first answer comes at once, so that the log says what is waited for.
    const result = await askOnce(
      options,
      first ? 0 : Math.min(MAX_ANSWER_SECONDS, left),
    );
    const lines = result.clusters.flatMap(describeState);
    if (lines.join('\n') !== last) {
      last = lines.join('\n');
      lines.forEach(log);
    }
    if (result.state === 'done') {
      return result;
    }
    if (result.state === 'failed') {
      throw new Error(
        `${summarise(
          result,
        )} What was applied stays; a step with failure() can delete it.`,
      );
    }
    if (Date.now() >= endsAt) {
      throw new Error(
        `Not there after ${options.timeoutSeconds} s. ${summarise(
          result,
        )} It may still come: what was applied stays.`,
      );
    }
    await pause(signal);
  }
}

async function askOnce(
  { ask, signal, endsAt, log }: WaitOptions,
  seconds: number,
): Promise<WaitResult> {
  try {
    // Whole seconds, and not 0 before the end, which would be asked over and over.
    return await ask(seconds > 0 ? Math.ceil(seconds) : 0);
  } catch (error) {
    requireNotCancelled(signal);
    if (!isPassing(error) || Date.now() >= endsAt) {
      throw error;
    }
    log(`Fleet does not answer, which is asked again: ${error}`);
    return { state: 'waiting', clusters: [] };
  }
}

/** A backend that restarts, or is overloaded. */
function isPassing(error: unknown): boolean {
  const { name, statusCode } = error as { name?: string; statusCode?: number };
  return (
    name === 'ServiceUnavailableError' ||
    name === 'TypeError' ||
    (statusCode !== undefined && statusCode >= 500)
  );
}

async function pause(signal?: AbortSignal): Promise<void> {
  try {
    await sleep(PAUSE_MS, undefined, { signal });
  } catch {
    requireNotCancelled(signal);
  }
}

function requireNotCancelled(signal?: AbortSignal): void {
  if (signal?.aborted) {
    throw new Error('The wait was cancelled. What was applied stays.');
  }
}

function describeState({
  cluster,
  state,
  message,
  objects,
}: ClusterWaitState): string[] {
  return [
    `${cluster}: ${message ?? state}`,
    ...objects
      .filter(object => object.state !== 'done')
      .map(
        ({ kind, name, state: its, message: why }) =>
          `  ${kind} ${name}: ${why ?? its}`,
      ),
  ];
}

function summarise({ clusters }: WaitResult): string {
  return clusters
    .filter(({ state }) => state !== 'done')
    .map(({ cluster, message, state, objects }) => {
      const missing = objects
        .filter(object => object.state !== 'done')
        .map(
          ({ kind, name, state: its, message: why }) =>
            `${kind} ${name}: ${why ?? its}`,
        );
      const what = [message, ...missing].filter(Boolean).join(' ');
      return `${cluster}: ${what || state}`;
    })
    .join(' ');
}
