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

import type { ProjectedObject, WatchedKind } from '../projection';
import type { ClusterTransport, TransportResult } from '../transport';

/** What the question says of the past that Slipway knows. */
export interface KnownHistory {
  /** The newest version that was seen. */
  version: string;
  /** The object that changed last, of those that are there still; undefined when nothing is. */
  newest: Pick<ProjectedObject, 'namespace' | 'name' | 'version'> | undefined;
}

interface RawList {
  items?: Array<{ metadata?: { resourceVersion?: string } }>;
}

/**
 * Asks an API server that was away whether it still stands on the history that is known. An etcd that was restored from
 * a backup counts on from an earlier revision, and a watch from a version of the lost history is not refused: it brings
 * nothing until the new history has come as far, and never what changed before.
 *
 * The question is what the object that changed last was at the version that was seen last. A lost version is answered
 * with an error, since it lies in the future, or with the object as the new history has it.
 *
 * @returns false also when the API server no longer knows that version (410) or nothing is known to ask for
 */
export async function isSameHistory(
  { version, newest }: KnownHistory,
  options: {
    kind: WatchedKind;
    transport: ClusterTransport;
    signal: AbortSignal;
  },
): Promise<TransportResult<boolean>> {
  if (!newest) {
    return { ok: true, value: false };
  }
  const { kind, transport, signal } = options;
  const result = await transport.json<RawList | null>({
    verb: 'list',
    doing: `look for ${kind.name} as they were`,
    path: pathIn(kind, newest.namespace),
    query: {
      fieldSelector: `metadata.name=${newest.name}`,
      resourceVersion: version,
      resourceVersionMatch: 'Exact',
    },
    signal,
  });
  if (!result.ok) {
    const { kind: error } = result.error;
    return isAboutVersion(error) ? { ok: true, value: false } : result;
  }
  const [found] = result.value?.items ?? [];
  return {
    ok: true,
    value: found?.metadata?.resourceVersion === newest.version,
  };
}

/** What the API server said may be about the version that was asked for; all else is about the API server. */
function isAboutVersion(error: string): boolean {
  return error === 'gone' || error === 'rejected' || error === 'server-error';
}

/** `/api/v1/pods` becomes `/api/v1/namespaces/shop/pods`, where one object is read and not all. */
function pathIn(kind: WatchedKind, namespace: string): string {
  if (!namespace) {
    return kind.path;
  }
  const at = kind.path.lastIndexOf('/');
  const group = kind.path.slice(0, at);
  return `${group}/namespaces/${encodeURIComponent(namespace)}${kind.path.slice(
    at,
  )}`;
}
