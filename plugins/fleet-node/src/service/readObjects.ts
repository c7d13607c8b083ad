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

import { inflateWhole, HELD_KINDS, type WatchedKind } from '../projection';
import type { ClusterMonitor } from '../clusters/ClusterMonitor';
import { parseLabelSelector } from '../selector/parseLabelSelector';
import type { LabelRequirement } from '../selector';
import type { HeldObject, HeldObjects, ObjectQuery } from './FleetService';

/** One object of an answer; there are thousands, so that it has no more than it needs. */
class WholeObject implements HeldObject {
  readonly uid: string;
  readonly identity: Uint8Array;

  constructor(uid: string, whole: Uint8Array) {
    this.uid = uid;
    this.identity = whole;
  }

  get heldBytes(): number {
    return this.identity.byteLength;
  }

  text(): Buffer {
    return inflateWhole(this.identity);
  }
}

/**
 * Reads whole objects of one cluster from memory; see `FleetService.getObjects`.
 *
 * @returns undefined also where the cluster's own RBAC decides what a user may read: who asks here says not for whom
 */
export function readObjects(
  monitor: ClusterMonitor,
  query: ObjectQuery,
): HeldObjects | undefined {
  const kind = findKind(query);
  const labels = readLabels(query.labelSelector);
  if (
    monitor.settings.authorization !== 'permissions' ||
    !kind ||
    !labels ||
    (query.url !== undefined && !isSameAddress(query.url, monitor.url))
  ) {
    return undefined;
  }
  const { namespace } = query;
  const found = monitor.objects.select(kind.name, { labels, namespace });
  return (
    found && {
      kind: kind.kind,
      asOf: new Date(found.asOf).toISOString(),
      namespaces: found.namespaces,
      items: found.objects.map(({ uid, whole }) => new WholeObject(uid, whole)),
    }
  );
}

function findKind(query: ObjectQuery): WatchedKind | undefined {
  const { group, apiVersion, plural } = query;
  const root = group ? `/apis/${group}` : '/api';
  const path = `${root}/${apiVersion}/${plural}`;
  return HELD_KINDS.find(kind => kind.path === path);
}

/** A selector that fleet does not read may still be one that the API server does. */
function readLabels(text: string | undefined): LabelRequirement[] | undefined {
  try {
    return parseLabelSelector(text ?? '');
  } catch {
    return undefined;
  }
}

function isSameAddress(one: string, other: string): boolean {
  return (
    URL.canParse(one) &&
    URL.canParse(other) &&
    new URL(one).href === new URL(other).href
  );
}
