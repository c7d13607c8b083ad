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

import { useState } from 'react';
import Box from '@material-ui/core/Box';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { FixtureFleetApi } from '../src/__fixtures__';
import fleetPlugin from '../src/alpha';
import { fleetApiRef } from '../src/api';
import { ClustersTab } from '../src/components/ClustersTab';
import { GpuCard } from '../src/components/GpuCard';
import { RunsOnCard } from '../src/components/RunsOnCard';
import { StatusCard } from '../src/components/StatusCard';
import {
  FleetClusterPicker,
  type FleetClusterPickerProps,
  type FleetClusterPickerValue,
} from '../src/fields/FleetClusterPicker';

const ENTITY = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'recommend-ranker',
    annotations: { 'backstage.io/kubernetes-id': 'recommend-ranker' },
  },
};

const GIB = 2 ** 30;

const PICKER_OPTIONS = {
  sizes: {
    S: { cpu: 4, memory: 8 * GIB, gpu: 0 },
    M: { cpu: 2, memory: 8 * GIB, gpu: 1 },
  },
  sizeField: 'size',
  nameField: 'name',
};

const fixtures = createFrontendModule({
  pluginId: 'fleet',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: fleetApiRef,
          deps: {},
          factory: () => new FixtureFleetApi(),
        }),
    }),
  ],
});

/** What a step of a template would show, without a scaffolder. */
function PickerPage() {
  const [value, setValue] = useState<FleetClusterPickerValue>();
  const props = {
    schema: { title: 'Where should it run?' },
    uiSchema: { 'ui:options': PICKER_OPTIONS },
    formContext: { formData: { size: 'M', name: 'feed-embedder' } },
    formData: value,
    onChange: setValue,
  };
  // The form gives a field more than the picker reads.
  return (
    <FleetClusterPicker {...(props as unknown as FleetClusterPickerProps)} />
  );
}

const pickerPage = createFrontendPlugin({
  pluginId: 'fixture-scaffolder',
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/picker',
        title: 'Create',
        loader: async () => (
          <Box p={3} maxWidth={820}>
            <PickerPage />
          </Box>
        ),
      },
    }),
  ],
});

/** What an entity page would show, without a catalog. */
const entityPages = createFrontendPlugin({
  pluginId: 'fixture-catalog',
  extensions: [
    PageBlueprint.make({
      name: 'overview',
      params: {
        path: '/overview',
        title: 'Overview',
        loader: async () => (
          <EntityProvider entity={ENTITY}>
            <Box
              display="grid"
              gridTemplateColumns="minmax(0, 1fr) 360px"
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

createDevApp({ features: [fleetPlugin, fixtures, entityPages, pickerPage] });
