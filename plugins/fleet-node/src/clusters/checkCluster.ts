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

import { InputError } from '@backstage/errors';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { isClusterName, quote } from '../selector/names';

/**
 * Lets no cluster into the fleet whose name or address could be taken for something else.
 *
 * @param source - what names the cluster, for the message
 * @throws InputError
 */
export function checkCluster(
  details: Pick<ClusterDetails, 'name' | 'url'>,
  source: string,
): void {
  if (!isClusterName(details.name)) {
    throw new InputError(
      `${source} names a cluster ${quote(
        details.name,
      )}; use letters, digits and - _ . : / @.`,
    );
  }
  if (
    !URL.canParse(details.url) ||
    !/^https?:$/.test(new URL(details.url).protocol)
  ) {
    throw new InputError(
      `The address of cluster ${details.name} must be an http or https URL.`,
    );
  }
}
