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

import { KubeClient, KubeObject, KubeRequestError } from '../kube';
import { waitFor } from '../wait';

const INVALID = 422;
const DELETE_TIMEOUT_MS = 60_000;

/** Applies an object; one whose changed fields can never change, as a job's pods, is deleted and made anew. */
export async function applySeed(
  client: KubeClient,
  object: KubeObject,
): Promise<void> {
  try {
    await client.apply(object);
  } catch (error) {
    const path = await client.pathOf(object);
    const exists = (await client.request('GET', path)).status === 200;
    if (
      !(error instanceof KubeRequestError) ||
      error.status !== INVALID ||
      !exists
    ) {
      throw error;
    }
    await client.expect('DELETE', `${path}?propagationPolicy=Background`);
    await waitFor(
      `${object.kind} ${object.metadata.name} to be deleted`,
      async () => (await client.request('GET', path)).status === 404,
      { timeoutMs: DELETE_TIMEOUT_MS },
    );
    await client.apply(object);
  }
}
