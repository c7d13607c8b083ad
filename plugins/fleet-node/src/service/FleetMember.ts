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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { ClusterEditor } from '../apply';
import {
  ClusterMonitor,
  type ClusterMonitorOptions,
} from '../clusters/ClusterMonitor';
import { createClusterCredentials } from '../clusters/createClusterCredentials';
import { defaultClusterSettings, type FleetConfig } from '../config';
import { EventReader } from '../events';

/** One cluster of the fleet with all that talks to it. */
export interface FleetMember {
  monitor: ClusterMonitor;
  events: EventReader;
  editor: ClusterEditor;
}

/** What the clusters of a fleet share. */
export interface FleetCommons
  extends Pick<
    ClusterMonitorOptions,
    'budget' | 'memory' | 'counter' | 'projector' | 'gate' | 'onChange'
  > {
  config: FleetConfig;
  root: Config;
  logger: LoggerService;
}

/** @throws an error when the cluster's CA cannot be read */
export function createFleetMember(
  details: ClusterDetails,
  commons: FleetCommons,
): FleetMember {
  const { config, root, logger, ...shared } = commons;
  const { name } = details;
  const settings = config.clusters.get(name) ?? defaultClusterSettings();
  const monitor = ClusterMonitor.create({
    ...shared,
    details,
    settings,
    logger,
    config: config.watch,
    credentials: createClusterCredentials(details, {
      tokenFile: settings.tokenFile,
      config: root,
      logger,
    }),
  });
  const connection = { cluster: name, transport: monitor.transport };
  return {
    monitor,
    events: new EventReader(connection),
    editor: new ClusterEditor(connection),
  };
}
