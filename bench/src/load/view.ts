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

import { parseEntityRef } from '@backstage/catalog-model';
import { request, type Dispatcher } from 'undici';
import type { Look, ViewKind } from './messages';

/** Longer than anybody waits. */
export const VIEW_TIMEOUT_MS = 60_000;

export interface ViewOptions {
  url: string;
  token: string;
  view: ViewKind;
  entityRef: string;
  dispatcher?: Dispatcher;
}

/** One look at an app, with all requests that the frontend makes for it. */
export async function look(options: ViewOptions): Promise<Look> {
  const began = performance.now();
  const end = AbortSignal.timeout(VIEW_TIMEOUT_MS);
  let wireBytes = 0;
  let failed = false;
  try {
    for (const { path, body } of requestsOf(options)) {
      const response = await request(`${options.url}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: {
          authorization: `Bearer ${options.token}`,
          // As browsers do; what comes is counted, not unpacked.
          'accept-encoding': 'gzip',
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        body: body && JSON.stringify(body),
        signal: end,
        dispatcher: options.dispatcher,
      });
      for await (const chunk of response.body) {
        wireBytes += (chunk as Buffer).byteLength;
      }
      failed ||= response.statusCode !== 200;
    }
  } catch {
    failed = true;
  }
  return {
    milliseconds: performance.now() - began,
    wireBytes,
    ...(failed ? { failed } : {}),
  };
}

/** Size of the same look before compression. */
export async function decodedBytes(options: ViewOptions): Promise<number> {
  let bytes = 0;
  for (const { path, body } of requestsOf(options)) {
    const response = await fetch(`${options.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${options.token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(VIEW_TIMEOUT_MS),
    });
    const answer = await response.arrayBuffer();
    if (!response.ok) {
      throw new Error(`${path} answered HTTP ${response.status}.`);
    }
    bytes += answer.byteLength;
  }
  return bytes;
}

function requestsOf({
  view,
  entityRef,
}: ViewOptions): Array<{ path: string; body?: object }> {
  return view === 'slipway'
    ? [{ path: `/api/fleet/v1/app?entityRef=${encodeURIComponent(entityRef)}` }]
    : [
        // The stock frontend asks for the clusters before each poll (`generateAuth`, plugin-kubernetes 0.12.23).
        { path: '/api/kubernetes/clusters' },
        {
          path: `/api/kubernetes/services/${parseEntityRef(entityRef).name}`,
          body: { entity: entityOf(entityRef), auth: {} },
        },
      ];
}

/** The stock frontend sends the whole entity; the backend takes its own copy from the catalog. */
function entityOf(entityRef: string): object {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name,
      namespace,
      annotations: { 'backstage.io/kubernetes-id': name },
    },
    spec: { type: 'service', lifecycle: 'production', owner: 'bench' },
  };
}
