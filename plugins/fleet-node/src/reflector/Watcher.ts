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

import type { Readable } from 'node:stream';
import type {
  KindName,
  ProjectedEvent,
  Projection,
  WatchedKind,
} from '../projection';
import type { ClusterTransport, TransportError } from '../transport';
import { errorOfException, errorOfStatus } from '../transport';
import { ByteLines } from './ByteLines';

const GONE = 410;

export interface WatcherOptions<K extends KindName> {
  kind: WatchedKind & { name: K };
  transport: ClusterTransport;
  projector: Projection;
  /** The watch begins after this resourceVersion. */
  version: string;
  /** Shortest server side timeout; jittered up to twice that, so that watches do not all end at once. */
  timeoutSeconds: number;
  inactivityMs: number;
  signal: AbortSignal;
  random: () => number;
  onOpen(): void;
  /** @returns false when they cannot be put in order */
  onEvents(events: Array<ProjectedEvent<K>>): boolean;
}

/**
 * How a watch came to its end.
 *
 * - `ended`: the API server closed it in good order
 * - `gone`: its resourceVersion is too old; the kind has to be listed anew
 * - `unordered`: so has it, since its events are mixed up
 * - `refused`: it was never opened
 * - `broken`: it was open and failed
 */
export type WatchEnd =
  | { reason: 'ended' | 'gone' | 'unordered' }
  | { reason: 'refused' | 'broken'; error: TransportError };

/** Watches a kind until the watch ends, in whichever way. */
export async function watch<K extends KindName>(
  options: WatcherOptions<K>,
): Promise<WatchEnd> {
  const { kind, transport, version, timeoutSeconds, random } = options;
  const response = await transport.stream({
    verb: 'watch',
    doing: `watch ${kind.name}`,
    path: kind.path,
    query: {
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion: version,
      timeoutSeconds: Math.round(timeoutSeconds * (1 + random())),
    },
    signal: options.signal,
  });
  if (response.ok) {
    options.onOpen();
    return follow(options, response.value);
  }
  return response.error.kind === 'gone'
    ? { reason: 'gone' }
    : { reason: 'refused', error: response.error };
}

async function follow<K extends KindName>(
  options: WatcherOptions<K>,
  body: Readable,
): Promise<WatchEnd> {
  const { inactivityMs } = options;
  // Without it a half-open connection looks like a quiet cluster for ever (client-node #364, #596, #958).
  const inactivity = setTimeout(
    () => body.destroy(new DOMException('silent', 'TimeoutError')),
    inactivityMs,
  );
  const lines = new ByteLines();
  try {
    for await (const chunk of body) {
      const complete = lines.push(chunk as Uint8Array);
      if (!complete) {
        continue;
      }
      // A part of a line is no sign of life: bytes that trickle in bring nothing.
      inactivity.refresh();
      const end = await handOn(options, complete);
      if (end) {
        body.on('error', () => {}).destroy();
        return end;
      }
    }
    return { reason: 'ended' };
  } catch (error) {
    return { reason: 'broken', error: broken(error, options) };
  } finally {
    clearTimeout(inactivity);
  }
}

/** @returns how the watch ended, when one of the lines says so */
async function handOn<K extends KindName>(
  { kind, projector, onEvents }: WatcherOptions<K>,
  lines: Uint8Array<ArrayBuffer>,
): Promise<WatchEnd | undefined> {
  const events = await projector.projectEvents(kind.name, lines);
  const at = events.findIndex(event => event.type === 'ERROR');
  const failure = events[at];
  const good = at < 0 ? events : events.slice(0, at);
  if (good.length > 0 && !onEvents(good)) {
    return { reason: 'unordered' };
  }
  if (failure?.type !== 'ERROR') {
    return undefined;
  }
  // API servers say 410 inside the stream too (client-node #2424).
  if (failure.code === GONE) {
    return { reason: 'gone' };
  }
  const { code, message } = failure;
  return {
    reason: 'broken',
    error: errorOfStatus(code || 500, {
      doing: `watch ${kind.name}`,
      body: { message },
    }),
  };
}

function broken<K extends KindName>(
  error: unknown,
  { kind, inactivityMs }: WatcherOptions<K>,
): TransportError {
  if ((error as { name?: unknown })?.name === 'TimeoutError') {
    const seconds = Math.round(inactivityMs / 1_000);
    return {
      kind: 'timeout',
      message: `sent nothing for ${seconds} s (watch ${kind.name})`,
    };
  }
  return errorOfException(error, {
    doing: `watch ${kind.name}`,
    timeoutMs: inactivityMs,
  });
}
