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

import type {
  WaitResult,
  WaitState,
} from '@slipway/backstage-plugin-fleet-common';
import { waitForClusters } from './waitForClusters';

function answer(state: WaitState): WaitResult {
  return {
    state,
    clusters: [
      {
        cluster: 'beijing',
        state,
        objects: [
          {
            apiVersion: 'v1',
            kind: 'Pod',
            name: 'a',
            state,
            message: 'it has no node.',
          },
        ],
      },
    ],
  };
}

function wait(
  ask: (seconds: number) => Promise<WaitResult>,
  options: { signal?: AbortSignal; forMs?: number } = {},
) {
  const lines: string[] = [];
  const done = waitForClusters({
    ask,
    endsAt: Date.now() + (options.forMs ?? 60_000),
    log: line => lines.push(line),
    timeoutSeconds: 60,
    signal: options.signal,
  });
  return { done, lines };
}

describe('waitForClusters', () => {
  it('goes on when fleet does not answer for a moment, and tells the log once', async () => {
    const ask = jest
      .fn()
      .mockRejectedValueOnce(new TypeError('fetch failed'))
      .mockResolvedValueOnce(answer('waiting'))
      .mockResolvedValueOnce(answer('waiting'))
      .mockResolvedValueOnce(answer('done'));
    const { done, lines } = wait(ask);
    await expect(done).resolves.toMatchObject({ state: 'done' });
    expect(lines).toEqual([
      'Fleet does not answer, which is asked again: TypeError: fetch failed',
      'beijing: waiting',
      '  Pod a: it has no node.',
      'beijing: done',
    ]);
  });

  it('ends with what fleet refuses', async () => {
    const refusal = Object.assign(new Error('You may not'), {
      name: 'NotAllowedError',
    });
    const { done } = wait(async () => Promise.reject(refusal));
    await expect(done).rejects.toThrow(refusal);
  });

  it('ends with its time, and says what was missing', async () => {
    const ask = jest.fn(async () => answer('unknown'));
    const { done } = wait(ask, { forMs: 500 });
    await expect(done).rejects.toThrow(
      'Not there after 60 s. beijing: Pod a: it has no node. It may still come: what was applied stays.',
    );
    expect(ask.mock.calls).toEqual([[0], [0]]);
  });

  it('ends when the task is cancelled, between questions and during one', async () => {
    const cancel = new AbortController();
    const between = wait(
      async () => {
        cancel.abort();
        return answer('waiting');
      },
      { signal: cancel.signal },
    );
    const during = wait(
      async () => {
        throw new DOMException('aborted', 'AbortError');
      },
      { signal: cancel.signal },
    );
    for (const { done } of [between, during]) {
      await expect(done).rejects.toThrow(
        'The wait was cancelled. What was applied stays.',
      );
    }
  });
});
