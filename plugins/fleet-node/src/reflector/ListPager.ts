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
import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  KindName,
  ProjectedKinds,
  ProjectedPage,
  Projection,
  WatchedKind,
} from '../projection';
import {
  errorOfException,
  type ClusterTransport,
  type TransportError,
  type TransportResult,
} from '../transport';
import { ByteBlocks } from './ByteBlocks';
import type { ListGate, ListPermit } from './ListGate';

/** A page of which less than this arrives in this time is given up. */
const STALL_MS = 15_000;
const STALL_BYTES = 16 * 1024;
/** V8 makes no string of more than 512 MiB, and no page of a server that heeds `limit` comes near. */
const MAX_PAGE_BYTES = 400 * 2 ** 20;
/** Objects that are taken over in one turn of the event loop, where a server sends more than were asked for. */
const SLICE = 500;
/** How often a list may begin anew because its continue token expired. */
const MAX_RESTARTS = 3;

export interface ListPagerOptions<K extends KindName> {
  kind: WatchedKind & { name: K };
  transport: ClusterTransport;
  projector: Projection;
  gate: ListGate;
  /** Objects a page. */
  pageSize: number;
  signal: AbortSignal;
  /**
   * Begins a new copy of the kind, as of this resourceVersion; called again when the list has to begin anew.
   */
  stage(version: string): StagedList<K>;
  /** @returns why the list is not to go on */
  onProgress(progress: ListProgress): TransportError | undefined;
}

/** How many objects were read, of how many as far as the API server tells. */
export interface ListProgress {
  read: number;
  expected?: number;
}

/** A new copy of a kind that grows page by page, and takes the place of the old one only when it is whole. */
export interface StagedList<K extends KindName> {
  add(objects: Array<ProjectedKinds[K]>): void;
  commit(): void;
}

/** A whole kind as of one resourceVersion. */
export interface CompleteList<K extends KindName> {
  version: string;
  list: StagedList<K>;
}

/**
 * Lists a kind in pages.
 *
 * `resourceVersion` is left unset, on purpose: with `resourceVersion=0` an API server answers from its watch cache, but
 * ignores `limit` and sends all objects at once (82 MB for 10,000 pods), and after a restart of one of several API
 * servers it may answer with an older state than was already seen. Unset, each page has its limit and the list is
 * consistent as of its first page, which is where the watch then begins.
 */
export async function listInPages<K extends KindName>(
  options: ListPagerOptions<K>,
): Promise<TransportResult<CompleteList<K>>> {
  for (let restarts = 0; ; restarts += 1) {
    const result = await listOnce(options);
    // A continue token lives as long as etcd keeps its revision, 5 to 10 min by default.
    const expired = !result.ok && result.error.kind === 'gone';
    if (!expired || restarts >= MAX_RESTARTS) {
      return result;
    }
  }
}

async function listOnce<K extends KindName>(
  options: ListPagerOptions<K>,
): Promise<TransportResult<CompleteList<K>>> {
  let list: StagedList<K> | undefined;
  let read = 0;
  let permit: ListPermit | undefined;
  let continueToken: string | undefined;
  try {
    for (;;) {
      const response = await requestPage(options, continueToken);
      if (!response.ok) {
        return response;
      }
      // Entered only once the API server answers: one that does not, takes nobody's place.
      permit ??= await enter(options, response.value);
      const page = await readPage(options, response.value, permit);
      list ??= options.stage(page.version);
      await addPage(list, page.items);
      // What was added may be what there was no room for.
      options.signal.throwIfAborted();
      read += page.items.length;
      const refused = options.onProgress({
        read,
        expected:
          page.remaining === undefined ? undefined : read + page.remaining,
      });
      if (refused) {
        return { ok: false, error: refused };
      }
      if (!page.continueToken) {
        return { ok: true, value: { version: page.version, list } };
      }
      continueToken = page.continueToken;
    }
  } catch (error) {
    return {
      ok: false,
      error: errorOfException(error, {
        doing: `list ${options.kind.name}`,
        timeoutMs: STALL_MS,
      }),
    };
  } finally {
    permit?.release();
  }
}

function requestPage<K extends KindName>(
  { kind, transport, pageSize, signal }: ListPagerOptions<K>,
  continueToken: string | undefined,
): Promise<TransportResult<Readable>> {
  return transport.stream({
    verb: 'list',
    doing: `list ${kind.name}`,
    path: kind.path,
    query: { limit: pageSize, continue: continueToken },
    signal,
  });
}

async function enter<K extends KindName>(
  { gate, signal }: ListPagerOptions<K>,
  body: Readable,
): Promise<ListPermit> {
  try {
    return await gate.enter(signal);
  } catch (error) {
    body.on('error', () => {}).destroy();
    throw error;
  }
}

async function addPage<K extends KindName>(
  list: StagedList<K>,
  items: Array<ProjectedKinds[K]>,
): Promise<void> {
  for (let from = 0; from < items.length; from += SLICE) {
    if (from > 0) {
      await nextTurn();
    }
    list.add(items.slice(from, from + SLICE));
  }
}

async function readPage<K extends KindName>(
  { kind, projector }: ListPagerOptions<K>,
  body: Readable,
  permit: ListPermit,
): Promise<ProjectedPage<K>> {
  const stall = setTimeout(
    () => body.destroy(new DOMException('stalled', 'TimeoutError')),
    STALL_MS,
  );
  const blocks = new ByteBlocks();
  let arrived = 0;
  try {
    for await (const chunk of body) {
      const { length } = chunk as Uint8Array;
      blocks.push(chunk as Uint8Array);
      permit.progress(length);
      arrived += length;
      if (arrived >= STALL_BYTES) {
        arrived = 0;
        stall.refresh();
      }
      if (blocks.size > MAX_PAGE_BYTES) {
        throw new Error(`a page of more than ${MAX_PAGE_BYTES} bytes`);
      }
    }
  } finally {
    clearTimeout(stall);
  }
  return projector.projectPage(kind.name, blocks.take());
}
