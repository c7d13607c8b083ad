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

import { GROUP, GROUP_VERSION } from './metricsObjects';

const VERSION = { groupVersion: GROUP_VERSION, version: 'v1beta1' };
const API_GROUP = {
  name: GROUP,
  versions: [VERSION],
  preferredVersion: VERSION,
};
const VERBS = ['get', 'list'];

/** What the API server asks of an API that it passes requests to, and what clients read through it, by path. */
export const DISCOVERY: Record<string, unknown> = {
  // descriptions of nothing: API servers ask again and again, and log an error, where there is none
  '/openapi/v2': {
    swagger: '2.0',
    info: { title: 'Metrics of the Slipway sandbox', version: 'v1beta1' },
    paths: {},
  },
  '/openapi/v3': { paths: {} },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [API_GROUP] },
  [`/apis/${GROUP}`]: { kind: 'APIGroup', apiVersion: 'v1', ...API_GROUP },
  [`/apis/${GROUP_VERSION}`]: {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: GROUP_VERSION,
    resources: [
      {
        name: 'nodes',
        singularName: '',
        namespaced: false,
        kind: 'NodeMetrics',
        verbs: VERBS,
      },
      {
        name: 'pods',
        singularName: '',
        namespaced: true,
        kind: 'PodMetrics',
        verbs: VERBS,
      },
    ],
  },
};
