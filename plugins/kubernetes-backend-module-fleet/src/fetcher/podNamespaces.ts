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

import type { FetchResponse } from '@backstage/plugin-kubernetes-common';

interface MaybePod {
  apiVersion?: string;
  kind?: string;
  metadata?: { namespace?: string };
}

/** Namespaces of the pods among fetched objects, found as the stock plugin finds them (`isPodFetchResponse`, 0.21.11). */
export function podNamespaces(responses: FetchResponse[]): string[] {
  return responses.flatMap(({ type, resources }) => {
    const objects = resources as MaybePod[];
    const isPods =
      type === 'pods' ||
      (type === 'customresources' &&
        objects[0]?.apiVersion === 'v1' &&
        objects[0].kind === 'Pod');
    return isPods
      ? objects.flatMap(({ metadata }) => metadata?.namespace ?? [])
      : [];
  });
}
