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

import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { ActionContext } from './ActionContext';
import { registerCountSlotsAction } from './registerCountSlotsAction';
import { registerApplyManifestsAction } from './registerApplyManifestsAction';
import { registerCreateNamespaceAction } from './registerCreateNamespaceAction';
import { registerDeleteObjectsAction } from './registerDeleteObjectsAction';
import { registerExplainAppHealthAction } from './registerExplainAppHealthAction';
import { registerGetAppStatusAction } from './registerGetAppStatusAction';
import { registerListClustersAction } from './registerListClustersAction';
import { registerWaitForObjectsAction } from './registerWaitForObjectsAction';

/** What agents may ask of the fleet and change in it, each time with the rights of whoever they act for. */
export function registerActions(
  actionsRegistry: ActionsRegistryService,
  context: ActionContext,
) {
  registerListClustersAction(actionsRegistry, context);
  registerCountSlotsAction(actionsRegistry, context);
  registerGetAppStatusAction(actionsRegistry, context);
  registerExplainAppHealthAction(actionsRegistry, context);
  registerApplyManifestsAction(actionsRegistry, context);
  registerDeleteObjectsAction(actionsRegistry, context);
  registerWaitForObjectsAction(actionsRegistry, context);
  registerCreateNamespaceAction(actionsRegistry, context);
}
