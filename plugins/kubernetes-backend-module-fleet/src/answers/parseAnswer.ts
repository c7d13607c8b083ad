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
  ClusterObjects,
  FetchResponse,
  ObjectsByEntityResponse,
} from '@backstage/plugin-kubernetes-common';
import { parseObjects, parseTexts } from '../fetcher/parseObjects';
import type { ClusterAnswer } from './ClusterAnswer';

/** The answer as objects, for callers other than the HTTP routes, such as the stock plugin's actions for agents. */
export async function parseAnswer(
  clusters: ClusterAnswer[],
): Promise<ObjectsByEntityResponse> {
  const items: ClusterObjects[] = [];
  for (const { cluster, podMetrics, resources, errors } of clusters) {
    const responses: FetchResponse[] = [];
    for (const { type, items: listed } of resources) {
      const objects = await parseObjects(listed);
      // The API server made them, and the kind says which of the types they are.
      responses.push({ type, resources: objects } as unknown as FetchResponse);
    }
    const metrics: unknown = await parseTexts(podMetrics);
    items.push({
      cluster,
      podMetrics: metrics as ClusterObjects['podMetrics'],
      resources: responses,
      errors,
    });
  }
  return { items };
}
