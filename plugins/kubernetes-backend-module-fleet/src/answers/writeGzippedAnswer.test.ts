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

import { randomBytes, randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { HeldObject } from '@slipway/backstage-plugin-fleet-node';
import { heldObject } from '../__testUtils__/heldObject';
import { BlockCache } from './BlockCache';
import type { ClusterAnswer } from './ClusterAnswer';
import { toTextList, type TextList } from './TextList';
import { writeAnswer } from './writeAnswer';
import { writeGzippedAnswer } from './writeGzippedAnswer';

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) {
    all.push(chunk);
  }
  return Buffer.concat(all);
}

const answer = (
  name: string,
  more: Partial<ClusterAnswer> = {},
): ClusterAnswer => ({
  cluster: { name },
  podMetrics: [],
  resources: [],
  errors: [],
  ...more,
});
const held = (items: HeldObject[]): TextList => ({ type: 'pods', items });
const fetched = (...resources: object[]): TextList =>
  toTextList({ type: 'secrets', resources } as never);
const pods = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    heldObject(
      { metadata: { name: `wéb-${index} 🚢`, x: 'x'.repeat(500) } },
      randomUUID(),
    ),
  );
/** That does not become smaller. */
const noise = (bytes: number) => ({ data: randomBytes(bytes).toString('hex') });

describe('writeGzippedAnswer', () => {
  const errors: ClusterAnswer['errors'] = [
    { errorType: 'FETCH_ERROR', message: 'nörth is away' },
  ];
  const answers: Record<string, ClusterAnswer[]> = {
    'no clusters': [],
    'errors only': [answer('a', { errors }), answer('b', { errors })],
    'one object': [answer('a', { resources: [held(pods(1))] })],
    '5,000 objects in two clusters': [
      answer('a', { resources: [held([]), held(pods(4_000)), held([])] }),
      answer('b', { resources: [held(pods(1_000))], errors }),
    ],
    'large objects': [
      answer('a', {
        resources: [
          held([65_535, 65_536, 400_000].map(size => heldObject(noise(size)))),
          fetched(noise(70_000), noise(3), noise(200_000)),
        ],
      }),
    ],
    'objects from elsewhere and metrics': [
      answer('a', {
        resources: [
          fetched(),
          held(pods(20)),
          fetched({ type: 'Öpaque' }),
          fetched(...Array.from({ length: 900 }, () => noise(50))),
        ],
        podMetrics: Array.from({ length: 3_000 }, (_, index) =>
          Buffer.from(JSON.stringify({ cpu: index })),
        ),
      }),
    ],
    'much text of errors': [
      answer('a', { errors: Array.from({ length: 5_000 }, () => errors[0]) }),
    ],
  };

  it.each(Object.keys(answers))(
    'says the same as the plain answer: %s',
    async name => {
      const plain = await collect(writeAnswer(answers[name]));
      const blocks = BlockCache.create();
      for (const state of ['unknown', 'known']) {
        const gzip = await collect(writeGzippedAnswer(answers[name], blocks));
        // Which checks the sum and the length too.
        expect([state, gunzipSync(gzip).equals(plain)]).toEqual([state, true]);
      }
      expect(JSON.parse(String(plain))).toMatchObject({
        items: answers[name].map(({ cluster }) => ({ cluster })),
      });
    },
  );

  it('deflates anew only the block of the object that changed', async () => {
    const objects = pods(1_000);
    const texts = jest.fn();
    const counted = objects.map(object => ({
      ...object,
      text: () => {
        texts();
        return object.text();
      },
    }));
    const blocks = BlockCache.create();
    const ask = (items: HeldObject[]) =>
      collect(
        writeGzippedAnswer([answer('a', { resources: [held(items)] })], blocks),
      );
    const [first, second] = await Promise.all([ask(counted), ask(counted)]);
    expect(first.equals(second)).toBe(true);
    expect(texts).toHaveBeenCalledTimes(1_000);
    // Another app's or viewer's answer with the same objects in it.
    await ask(counted);
    expect(texts).toHaveBeenCalledTimes(1_000);
    const changed = heldObject({ changed: true }, counted[500].uid);
    const after = await ask(counted.with(500, changed));
    expect(texts.mock.calls.length).toBeLessThan(1_064);
    expect(
      JSON.parse(String(gunzipSync(after))).items[0].resources[0]
        .resources[500],
    ).toEqual({ changed: true });
  });

  it('lets a reader go in the middle, and tells one of an object that cannot be read', async () => {
    const blocks = BlockCache.create();
    const resources = [
      held(
        pods(2_000).map(pod => ({ ...pod, text: () => randomBytes(4_000) })),
      ),
    ];
    for await (const chunk of writeGzippedAnswer(
      [answer('a', { resources })],
      blocks,
    )) {
      expect(chunk.byteLength).toBeGreaterThan(0);
      break;
    }
    const [broken, ...others] = pods(300);
    broken.text = () => {
      throw new Error('not a deflated text');
    };
    await expect(
      collect(
        writeGzippedAnswer(
          [answer('a', { resources: [held([...others, broken])] })],
          blocks,
        ),
      ),
    ).rejects.toThrow('not a deflated text');
  });
});
