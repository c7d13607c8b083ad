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

import Box from '@material-ui/core/Box';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
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
import {
  FixtureFleetApi,
  FixtureScaffolder,
  TEMPLATE,
} from '../src/__fixtures__';
import fleetPlugin from '../src/alpha';
import { fleetApiRef } from '../src/api';
import { ClustersTab } from '../src/components/ClustersTab';
import { GpuCard } from '../src/components/GpuCard';
import { RunsOnCard } from '../src/components/RunsOnCard';
import { StatusCard } from '../src/components/StatusCard';
import { NewAppPage } from './NewAppPage';

const ENTITY = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'recommend-ranker',
    annotations: { 'backstage.io/kubernetes-id': 'recommend-ranker' },
  },
};

/** `?instances=5000` gives the app so many in each cluster. */
function createFixtureApi(): FixtureFleetApi {
  const api = new FixtureFleetApi();
  const total = new URLSearchParams(window.location.search).get('instances');
  if (total) {
    api.instanceCounts = { total: Number(total), failing: 2 };
  }
  return api;
}

const fixtures = createFrontendModule({
  pluginId: 'fleet',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: fleetApiRef,
          deps: {},
          factory: createFixtureApi,
        }),
    }),
  ],
});

/** A step of a template. */
const scaffolder = createFrontendPlugin({
  pluginId: 'scaffolder',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: scaffolderApiRef,
          deps: {},
          // The fields ask for nothing else.
          factory: () => new FixtureScaffolder() as unknown as ScaffolderApi,
        }),
    }),
    PageBlueprint.make({
      params: {
        path: '/new-app',
        title: 'Create',
        loader: async () => <NewAppPage />,
      },
    }),
  ],
});

/** What an entity page would show, without a catalog. */
const entityPages = createFrontendPlugin({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () => catalogApiMock({ entities: [TEMPLATE] }),
        }),
    }),
    PageBlueprint.make({
      name: 'overview',
      params: {
        path: '/overview',
        title: 'Overview',
        loader: async () => (
          <EntityProvider entity={ENTITY}>
            <Box
              display="grid"
              gridTemplateColumns="repeat(auto-fit, minmax(min(360px, 100%), 1fr))"
              gridGap={24}
              alignItems="start"
              p={3}
            >
              <StatusCard />
              <RunsOnCard />
              <GpuCard />
            </Box>
          </EntityProvider>
        ),
      },
    }),
    PageBlueprint.make({
      name: 'clusters',
      params: {
        path: '/catalog/:namespace/:kind/:name',
        title: 'Clusters',
        routeRef: entityRouteRef,
        loader: async () => (
          <EntityProvider entity={ENTITY}>
            <Box p={3}>
              <ClustersTab />
            </Box>
          </EntityProvider>
        ),
      },
    }),
  ],
});

createDevApp({ features: [fleetPlugin, fixtures, entityPages, scaffolder] });
