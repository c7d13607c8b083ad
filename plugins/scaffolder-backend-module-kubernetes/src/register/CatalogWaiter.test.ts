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

import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogWaiter } from './CatalogWaiter';

function create(timeoutMs: number) {
  return CatalogWaiter.create({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities: [] }),
    timeoutMs,
  });
}

describe('CatalogWaiter', () => {
  it('gives up in the end', async () => {
    await expect(create(500).waitFor('component:default/a')).resolves.toBe(
      false,
    );
  });

  it('stops when the task is cancelled', async () => {
    const cancelled = new AbortController();
    const waiting = create(60_000).waitFor(
      'component:default/a',
      cancelled.signal,
    );
    cancelled.abort();
    await expect(waiting).rejects.toThrow(/abort/i);
  });
});
