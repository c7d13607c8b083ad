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

import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { entityClustersRouteRef, rootRouteRef } from '../routes';
import { fleetApi } from './apis';
import {
  entityGpusCard,
  entityRunsOnCard,
  entityStatusCard,
} from './entityCards';
import { entityClustersContent } from './entityContents';
import { FleetIcon } from './FleetIcon';
import {
  fleetClusterPickerFormField,
  kubernetesNamespacePickerFormField,
  manifestPreviewFormField,
} from './formFields';
import { fleetPage } from './pages';

/**
 * The Fleet page, the Clusters tab and the cards of an app, for the new frontend system.
 *
 * @alpha
 */
export const fleetPlugin = createFrontendPlugin({
  pluginId: 'fleet',
  title: 'Fleet',
  icon: <FleetIcon />,
  info: { packageJson: () => import('../../package.json') },
  extensions: [
    fleetApi,
    fleetPage,
    entityClustersContent,
    entityStatusCard,
    entityGpusCard,
    entityRunsOnCard,
    fleetClusterPickerFormField,
    kubernetesNamespacePickerFormField,
    manifestPreviewFormField,
  ],
  routes: {
    root: rootRouteRef,
    entityClusters: entityClustersRouteRef,
  },
});
