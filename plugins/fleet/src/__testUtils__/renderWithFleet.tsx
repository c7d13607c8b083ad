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

import type { JSX } from 'react';
import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  scaffolderApiRef,
  type ScaffolderApi,
} from '@backstage/plugin-scaffolder-react';
import { fleetApiRef } from '../api';
import { rootRouteRef } from '../routes';
import { FixtureFleetApi, FixtureScaffolder, TEMPLATE } from '../__fixtures__';

/** The entity of the app that the fixtures are about. */
export const APP_ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'recommend-ranker',
    namespace: 'default',
    annotations: { 'backstage.io/kubernetes-id': 'recommend-ranker' },
  },
};

/** Renders a view in an app with a fleet, a scaffolder and a catalog of fixtures, on the page of an entity. */
export async function renderWithFleet(
  element: JSX.Element,
  api: FixtureFleetApi = new FixtureFleetApi(),
  scaffolder: FixtureScaffolder = new FixtureScaffolder(),
): Promise<FixtureFleetApi> {
  await renderInTestApp(
    <EntityProvider entity={APP_ENTITY}>{element}</EntityProvider>,
    {
      apis: [
        [fleetApiRef, api],
        // The views ask for nothing else.
        [scaffolderApiRef, scaffolder as unknown as ScaffolderApi],
        [catalogApiRef, catalogApiMock({ entities: [TEMPLATE] })],
      ],
      mountedRoutes: {
        '/fleet': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
    },
  );
  return api;
}
