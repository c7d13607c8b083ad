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

import { createHash } from 'node:crypto';
import type { ClusterSelection } from '@slipway/backstage-plugin-fleet-common';
import { describeSelection } from './clusterFields';

const MAX_READABLE_LENGTH = 100;

/**
 * The key of a checkpoint. The scaffolder makes it unique for each step but not for each round of `each`, so it says
 * what is done, where, and to what: people read the clusters, and the hash tells all else apart.
 */
export function identify(
  verb: string,
  request: { clusters: ClusterSelection },
): string {
  const where = describeSelection(request.clusters)
    .replace(/[^A-Za-z0-9-]+/g, '.')
    .slice(0, MAX_READABLE_LENGTH);
  const hash = createHash('sha256')
    .update(JSON.stringify(request))
    .digest('hex')
    .slice(0, 32);
  return `${verb}.${where}.${hash}`;
}
