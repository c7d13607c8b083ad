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
  KindName,
  ProjectedObject,
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

/** For one object, from the question to the end of the answer. */
const TIMEOUT_MS = 15_000;

/** What the answer is measured against. */
export interface KnownHistory {
  /** The newest version that was seen. */
  version: string;
  /** The object that changed last; undefined when none is known. */
  last: ProjectedObject | undefined;
  /** Whether its last change was its end. */
  deleted: boolean;
}

export interface HistoryOptions {
  kind: WatchedKind;
  transport: ClusterTransport;
  projector: Projection;
  signal: AbortSignal;
}

/**
 * Asks an API server that was away whether it still stands on the history that is known. An etcd that was restored from
 * a backup counts on from an earlier revision, and a watch from a version of the lost history is not refused: it is
 * opened and brings nothing until the new history has come as far, and never what changed before (seen with 1.36).
 *
 * The question is what the object that changed last was at the version that was seen last. A version that lies in the
 * future now is refused, and one that was given a second time is answered with the object as the new history has it.
 * What this cannot tell: that a backup lost no change of the kind, and the new history has overtaken the old one before
 * Slipway asks.
 *
 * @returns false also when the API server no longer knows that version (410) or nothing is known to ask for
 */
export async function isSameHistory(
  known: KnownHistory,
  options: HistoryOptions,
): Promise<TransportResult<boolean>> {
  if (!known.last) {
    return { ok: true, value: false };
  }
  const result = await readAsOf(known.last, known.version, options);
  if (!result.ok) {
    return isLost(result.error) ? { ok: true, value: false } : result;
  }
  const value = known.deleted
    ? result.value === undefined
    : isEqual(result.value, known.last);
  return { ok: true, value };
}

async function readAsOf(
  { namespace, name }: ProjectedObject,
  version: string,
  { kind, transport, projector, signal }: HistoryOptions,
): Promise<TransportResult<ProjectedObject | undefined>> {
  const doing = `look for ${kind.name} as they were`;
  const response = await transport.stream({
    verb: 'list',
    doing,
    path: pathIn(kind, namespace),
    query: {
      fieldSelector: `metadata.name=${name}`,
      resourceVersion: version,
      resourceVersionMatch: 'Exact',
    },
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  if (!response.ok) {
    return response;
  }
  try {
    const blocks = new ByteBlocks();
    for await (const chunk of response.value) {
      blocks.push(chunk as Uint8Array);
    }
    const page = await projector.projectPage<KindName>(
      kind.name,
      blocks.take(),
    );
    return { ok: true, value: page.items[0] };
  } catch (error) {
    return {
      ok: false,
      error: errorOfException(error, { doing, timeoutMs: TIMEOUT_MS }),
    };
  }
}

/** What was said is about the version that was asked for; all else is about the API server. */
function isLost({ kind, body }: TransportError): boolean {
  const causes = body?.details?.causes ?? [];
  return (
    kind === 'gone' ||
    kind === 'rejected' ||
    causes.some(({ reason }) => reason === 'ResourceVersionTooLarge')
  );
}

function isEqual(
  one: ProjectedObject | undefined,
  other: ProjectedObject,
): boolean {
  const text = (object: ProjectedObject | undefined) =>
    JSON.stringify({ ...object, whole: undefined });
  return text(one) === text(other);
}

/** `/api/v1/pods` becomes `/api/v1/namespaces/shop/pods`, where one object is read and not all. */
function pathIn(kind: WatchedKind, namespace: string): string {
  if (!namespace) {
    return kind.path;
  }
  const at = kind.path.lastIndexOf('/');
  const group = kind.path.slice(0, at);
  const plural = kind.path.slice(at);
  return `${group}/namespaces/${encodeURIComponent(namespace)}${plural}`;
}
