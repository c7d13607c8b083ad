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

import { screen, within } from '@testing-library/react';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import { APP_ENTITY, renderWithFleet } from '../__testUtils__/renderWithFleet';
import { isOnFleet } from '../entityFilter';
import { entityStatusCard } from './entityCards';
import { fleetPlugin } from './plugin';

describe('fleet plugin', () => {
  it('brings the page, the tab, the cards, the API and the form field', () => {
    const ids = [
      'api:fleet',
      'page:fleet',
      'entity-content:fleet/clusters',
      'entity-card:fleet/status',
      'entity-card:fleet/gpus',
      'entity-card:fleet/runs-on',
      'scaffolder-form-field:fleet/fleet-cluster-picker',
    ] as const;
    for (const id of ids) {
      expect(fleetPlugin.getExtension(id)).toBeDefined();
    }
    expect(fleetPlugin.pluginId).toBe('fleet');
  });

  it('shows a card through its extension', async () => {
    await renderWithFleet(
      createExtensionTester(entityStatusCard).reactElement(),
    );
    const table = await screen.findByRole('table', { name: 'Clusters' });
    expect(within(table).getAllByRole('row')).toHaveLength(4);
  });

  it('is for entities that choose objects', () => {
    const withAnnotation = (name: string) => ({
      ...APP_ENTITY,
      metadata: { name: 'a', annotations: { [name]: 'a' } },
    });
    expect(isOnFleet(APP_ENTITY)).toBe(true);
    expect(
      isOnFleet(withAnnotation('backstage.io/kubernetes-label-selector')),
    ).toBe(true);
    expect(isOnFleet(withAnnotation('backstage.io/source-location'))).toBe(
      false,
    );
  });
});
