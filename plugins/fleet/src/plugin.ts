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

import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { FleetClient } from '@slipway/backstage-plugin-fleet-common';
import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import { fleetApiRef } from './api';
import {
  FleetClusterPicker,
  FleetClusterPickerFieldSchema,
  validateClusters,
} from './fields/FleetClusterPicker';
import {
  KubernetesNamespacePicker,
  KubernetesNamespacePickerFieldSchema,
  validateNamespace,
} from './fields/KubernetesNamespacePicker';
import {
  ManifestPreview,
  ManifestPreviewFieldSchema,
  validatePlan,
} from './fields/ManifestPreview';
import { entityClustersRouteRef, rootRouteRef } from './routes';

/**
 * The plugin for apps of the old frontend system.
 *
 * @public
 */
export const fleetPlugin = createPlugin({
  id: 'fleet',
  apis: [
    createApiFactory({
      api: fleetApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new FleetClient({ discoveryApi, fetchApi }),
    }),
  ],
  routes: { root: rootRouteRef, entityClusters: entityClustersRouteRef },
});

/**
 * The Fleet page; mount it at `/fleet`.
 *
 * @public
 */
export const FleetPage: () => JSX.Element = fleetPlugin.provide(
  createRoutableExtension({
    name: 'FleetPage',
    component: () =>
      import('./components/FleetRouter').then(module => module.FleetRouter),
    mountPoint: rootRouteRef,
  }),
);

/**
 * The Clusters tab of an entity page; mount it at `/clusters`.
 *
 * @public
 */
export const EntityClustersContent: () => JSX.Element = fleetPlugin.provide(
  createRoutableExtension({
    name: 'EntityClustersContent',
    component: () =>
      import('./components/ClustersTab').then(module => module.ClustersTab),
    mountPoint: entityClustersRouteRef,
  }),
);

/**
 * The Status card of an entity page.
 *
 * @public
 */
export const EntityStatusCard: () => JSX.Element = fleetPlugin.provide(
  createComponentExtension({
    name: 'EntityStatusCard',
    component: {
      lazy: () =>
        import('./components/StatusCard').then(module => module.StatusCard),
    },
  }),
);

/**
 * The GPUs card of an entity page.
 *
 * @public
 */
export const EntityGpusCard: () => JSX.Element | null = fleetPlugin.provide(
  createComponentExtension({
    name: 'EntityGpusCard',
    component: {
      lazy: () => import('./components/GpuCard').then(module => module.GpuCard),
    },
  }),
);

/**
 * The Runs on card of an entity page.
 *
 * @public
 */
export const EntityRunsOnCard: () => JSX.Element = fleetPlugin.provide(
  createComponentExtension({
    name: 'EntityRunsOnCard',
    component: {
      lazy: () =>
        import('./components/RunsOnCard').then(module => module.RunsOnCard),
    },
  }),
);

/**
 * The form field `FleetClusterPicker` of software templates.
 *
 * @public
 */
export const FleetClusterPickerFieldExtension = fleetPlugin.provide(
  createScaffolderFieldExtension({
    name: 'FleetClusterPicker',
    component: FleetClusterPicker,
    validation: validateClusters,
    schema: FleetClusterPickerFieldSchema.schema,
  }),
);

/**
 * The form field `ManifestPreview` of software templates.
 *
 * @public
 */
export const ManifestPreviewFieldExtension = fleetPlugin.provide(
  createScaffolderFieldExtension({
    name: 'ManifestPreview',
    component: ManifestPreview,
    validation: validatePlan,
    schema: ManifestPreviewFieldSchema.schema,
  }),
);

/**
 * The form field `KubernetesNamespacePicker` of software templates.
 *
 * @public
 */
export const KubernetesNamespacePickerFieldExtension = fleetPlugin.provide(
  createScaffolderFieldExtension({
    name: 'KubernetesNamespacePicker',
    component: KubernetesNamespacePicker,
    validation: validateNamespace,
    schema: KubernetesNamespacePickerFieldSchema.schema,
  }),
);
