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

import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { SimulatedApiServer } from '../__testUtils__/SimulatedApiServer';
import { ClusterCache } from '../cache';
import { Projector, WATCHED_KINDS, type WatchedKind } from '../projection';
import { ClusterTransport, RequestCounter } from '../transport';
import { ListGate } from './ListGate';
import { Reflector } from './Reflector';

jest.setTimeout(300_000);

const PATIENCE_MS = Number(process.env.PATIENCE_MS ?? 10_000);

const PODS = WATCHED_KINDS.find(
  ({ name }) => name === 'pods',
) as WatchedKind & { name: 'pods' };

type Step = (api: SimulatedApiServer) => void | Promise<unknown>;

/** What a person or a fault may do, with the word that a counterexample is told in. */
function step(
  word: string,
  run: Step,
): fc.Arbitrary<{ word: string; run: Step }> {
  return fc.constant({ word, run, toString: () => word });
}

const names = ['a', 'b', 'c', 'd', 'e'];
const anyStep = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .constantFrom(...names)
      .chain(name => step(`put ${name}`, api => api.put(name))),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...names)
      .chain(name => step(`delete ${name}`, api => api.delete(name))),
  },
  { weight: 6, arbitrary: step('wait', untilWatched) },
  { weight: 2, arbitrary: step('turn', () => nextTurn()) },
  { weight: 2, arbitrary: step('bookmark', api => api.bookmark()) },
  {
    weight: 2,
    arbitrary: fc
      .integer({ min: 1, max: 4 })
      .chain(count => step(`repeat ${count}`, api => api.repeat(count))),
  },
  { weight: 2, arbitrary: step('swap', api => api.swap()) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(410, 500, 0)
      .chain(code => step(`error ${code}`, api => api.error(code))),
  },
  { weight: 1, arbitrary: step('end', api => api.end()) },
  { weight: 2, arbitrary: step('cut', api => api.cut()) },
  { weight: 1, arbitrary: step('compact', api => api.compact()) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(410, 429, 500, 503)
      .chain(code => step(`refuse ${code}`, api => api.refuse(code))),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 6 })
      .chain(count => step(`rewind ${count}`, api => api.rewind(count))),
  },
);

/** Not for ever: what was cut or refused may come back later. */
async function untilWatched(api: SimulatedApiServer): Promise<void> {
  for (let turn = 0; turn < 200 && api.watches === 0; turn += 1) {
    await nextTurn();
  }
}

describe('Reflector', () => {
  const projector = Projector.create({ threads: 1 });
  afterAll(() => projector.close());

  it('ends with what the API server has, whatever happened on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStep, { minLength: 5, maxLength: 40 }),
        async steps => {
          const api = await SimulatedApiServer.start();
          const { cache, until, close } = reflect(api);
          try {
            for (const { run } of steps) {
              await run(api);
            }
            api.heal();
            // A sign of life, without which nobody could tell that all has come.
            api.put('last');
            const truth = [...api.objects()].sort();
            await until(
              () => JSON.stringify(contents(cache)) === JSON.stringify(truth),
            );
            expect(contents(cache)).toEqual(truth);
            expect(api.complaints).toEqual([]);
          } finally {
            await close();
            await api.close();
          }
        },
      ),
      { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 100) },
    );
  });

  function reflect(api: SimulatedApiServer) {
    const cache = new ClusterCache({ onChanges: () => {} });
    const transport = ClusterTransport.create({
      details: {
        name: 'test',
        url: api.url,
        authMetadata: {},
      } as ClusterDetails,
      credentials: {
        getAuthorization: async () => undefined,
        reset: () => {},
      },
      counter: new RequestCounter(),
      timeoutMs: 5_000,
    });
    const waiting: Array<() => void> = [];
    const reflector = new Reflector({
      kind: PODS,
      transport,
      projector,
      gate: new ListGate(2),
      config: {
        pageSize: 2,
        timeoutSeconds: 300,
        inactivityMs: 2_000,
        maxBackoffMs: 4,
        requestTimeoutMs: 5_000,
      },
      target: cache.target('pods'),
      onStatus: () => waiting.splice(0).forEach(tell => tell()),
    });
    reflector.start();
    return {
      cache,
      /** @returns whether it came to pass, in a time that is generous: a counterexample can be made small then. */
      until: async (check: () => boolean): Promise<boolean> => {
        const end = performance.now() + PATIENCE_MS;
        while (!check() && performance.now() < end) {
          await new Promise<void>(resolve => {
            waiting.push(resolve);
            setTimeout(resolve, 50).unref();
          });
        }
        return check();
      },
      close: async () => {
        await transport.close();
        await reflector.close();
      },
    };
  }
});

function contents(cache: ClusterCache): Array<[string, string]> {
  return [...cache.stores.pods.values()]
    .map(({ name, version, containers }): [string, string] => [
      name,
      `${containers[0].image}@${version}`,
    ])
    .sort();
}
