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

import { Agent, request } from 'undici';
import type { ChangeOrder } from './messages';

interface AppMessage {
  type: string;
  status?: { clusters: Array<{ status?: { restarts: number } }> };
}

/** That one reader knows of so many restarts of the app's containers, over all clusters. */
export interface Heard {
  reader: number;
  restarts: number;
  /** Epoch milliseconds. */
  at: number;
}

/** Opens one update stream a reader, and tells what each hears; ends when they do. */
export async function listen(
  { url, entityRef, tokens }: ChangeOrder,
  tell: (heard: Heard) => void,
): Promise<void> {
  const dispatcher = new Agent({
    connections: tokens.length,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  await Promise.all(
    tokens.map(async (token, reader) => {
      const response = await request(`${url}/api/fleet/v1/updates`, {
        method: 'POST',
        dispatcher,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ apps: [entityRef] }),
      });
      let text = '';
      for await (const chunk of response.body) {
        text += String(chunk);
        const lines = text.split('\n');
        text = lines.pop() ?? '';
        for (const restarts of lines.flatMap(readRestarts)) {
          tell({ reader, restarts, at: Date.now() });
        }
      }
    }),
  );
}

/** How many restarts a line of Server-Sent Events tells of; none of other lines. */
export function readRestarts(line: string): number[] {
  if (!line.startsWith('data: ')) {
    return [];
  }
  const { status } = JSON.parse(line.slice('data: '.length)) as AppMessage;
  return status
    ? [
        status.clusters.reduce(
          (sum, { status: app }) => sum + (app?.restarts ?? 0),
          0,
        ),
      ]
    : [];
}
