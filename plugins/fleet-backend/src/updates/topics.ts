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

import type {
  FleetUpdate,
  UpdateSubscription,
} from '@slipway/backstage-plugin-fleet-common';
import type {
  AppSelector,
  FleetChange,
} from '@slipway/backstage-plugin-fleet-node';
import type { App } from '../apps';
import type { Viewer } from '../permissions';
import { LIST_PODS } from '../reviews';
import type { FleetViews } from '../views';

/** One thing that a viewer has open. */
export interface Topic {
  key: string;
  /** Whether its value is told at the start; else only that it changed. */
  hasValue: boolean;
  isAffectedBy(change: FleetChange): boolean;
  read(): FleetUpdate;
}

/** Whose view it is, as it was authorised last. */
export interface TopicContext {
  viewer: Viewer;
  views: FleetViews;
  /** Apps that the viewer may see: all for the Fleet page, and those that are open. */
  allApps: App[];
  openApps: Map<string, App>;
}

/** What of a subscription the viewer may see. */
export function createTopics(
  subscription: UpdateSubscription,
  context: TopicContext,
): Topic[] {
  const topics: Topic[] = subscription.fleet ? [fleetTopic(context)] : [];
  for (const entityRef of new Set(subscription.apps)) {
    const app = context.openApps.get(entityRef);
    if (app) {
      topics.push(appTopic(app, context));
    }
  }
  const readable = new Set(context.views.getReadableNames(context.viewer));
  for (const { entityRef, cluster } of subscription.instances ?? []) {
    const app = context.openApps.get(entityRef);
    if (app && readable.has(cluster)) {
      const { viewer, views } = context;
      const { selector } = views.seeApp(viewer, app, cluster, [LIST_PODS]);
      topics.push(
        ...(selector ? [instancesTopic(selector, entityRef, cluster)] : []),
      );
    }
  }
  return topics;
}

function fleetTopic({ viewer, views, allApps }: TopicContext): Topic {
  const readable = new Set(views.getReadableNames(viewer));
  return {
    key: 'fleet',
    hasValue: true,
    isAffectedBy: change => readable.has(change.cluster),
    read: () => ({ type: 'fleet', summary: views.getFleet(viewer, allApps) }),
  };
}

function appTopic(app: App, { viewer, views }: TopicContext): Topic {
  const readable = new Set(views.getReadableNames(viewer));
  return {
    key: `app ${app.entityRef}`,
    hasValue: true,
    isAffectedBy: change =>
      readable.has(change.cluster) &&
      (change.clusterChanged || change.affects(app.selector)),
    read: () => ({ type: 'app', status: views.getApp(viewer, app) }),
  };
}

function instancesTopic(
  selector: AppSelector,
  entityRef: string,
  cluster: string,
): Topic {
  return {
    key: `instances ${entityRef} ${cluster}`,
    hasValue: false,
    isAffectedBy: change =>
      change.cluster === cluster && change.affects(selector),
    read: () => ({ type: 'instances', entityRef, cluster }),
  };
}
