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

import { Projector } from './Projector';
import { inflateWhole, wholeCost } from './wholeObjects';

const METADATA = {
  name: 'web-1',
  namespace: 'shop',
  uid: 'u1',
  resourceVersion: '7',
  labels: { app: 'web' },
};
const MANAGED = [{ manager: 'kubectl', fieldsV1: { 'f:spec': {} } }];
const DATA = { 'a.conf': 'ünïcode "quoted"\n', empty: '' };

describe('whole objects', () => {
  const projector = Projector.create({ threads: 1 });
  afterAll(() => projector.close());

  const bytes = (value: unknown) =>
    new Uint8Array(Buffer.from(JSON.stringify(value)));
  const text = (object: { whole?: Uint8Array }) =>
    JSON.parse(inflateWhole(object.whole!).toString());
  const listed = (object: object) => ({
    ...object,
    metadata: { ...METADATA, managedFields: MANAGED },
  });

  it('come back as the items of a list are, whether listed or watched', async () => {
    const expected = { metadata: METADATA, data: DATA };
    const page = await projector.projectPage(
      'configmaps',
      [bytes({ items: [listed({ data: DATA })] })],
      true,
    );
    expect(text(page.items[0])).toEqual(expected);
    expect(page.items[0]).toMatchObject({ name: 'web-1', version: '7' });
    const event = { apiVersion: 'v1', kind: 'ConfigMap' };
    const [watched, deleted] = await projector.projectEvents(
      'configmaps',
      new Uint8Array(
        Buffer.from(
          ['MODIFIED', 'DELETED']
            .map(type =>
              JSON.stringify({
                type,
                object: listed({ ...event, data: DATA }),
              }),
            )
            .join('\n'),
        ),
      ),
      true,
    );
    expect(watched).toMatchObject({ type: 'MODIFIED' });
    expect('object' in watched && text(watched.object)).toEqual(expected);
    expect('object' in deleted && deleted.object.whole).toBe(undefined);
  });

  it('of custom resources name their kind, as lists of those do', async () => {
    const named = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' };
    const page = await projector.projectPage(
      'rollouts',
      [bytes({ items: [listed({ ...named, spec: { replicas: 2 } })] })],
      true,
    );
    expect(text(page.items[0])).toEqual({
      ...named,
      metadata: METADATA,
      spec: { replicas: 2 },
    });
    expect(page.items[0].desired).toBe(2);
  });

  it('are kept only where they are asked for, and cost what they take', async () => {
    const items = { items: [listed({ spec: { nodeName: 'n' } })] };
    const without = await projector.projectPage('pods', [bytes(items)]);
    expect(without.items[0].whole).toBe(undefined);
    expect(wholeCost(without.items[0])).toBe(0);
    const kept = await projector.projectPage('pods', [bytes(items)], true);
    const { whole } = kept.items[0];
    // Nothing larger than itself hangs on it.
    expect(whole!.buffer.byteLength).toBe(whole!.byteLength);
    expect(wholeCost(kept.items[0])).toBeGreaterThan(whole!.byteLength);
  });
});
