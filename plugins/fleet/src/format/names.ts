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

import type { AppVersion } from '@slipway/backstage-plugin-fleet-common';

const DIGEST_DIGITS = 8;

/** `sha256:9f3c21ab…` with 8 hex digits, as people compare them. */
export function formatDigest(digest: string): string {
  const [algorithm, hex] = digest.split(':');
  return hex ? `${algorithm}:${hex.slice(0, DIGEST_DIGITS)}` : digest;
}

/** What people call a version: its tag, or its digest where it has none. */
export function formatVersion(version: AppVersion): string {
  if (version.tag) {
    return version.tag;
  }
  return version.digest ? formatDigest(version.digest) : version.image;
}

/** `component:default/feed-embedder` is `feed-embedder`. */
export function formatEntityName(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1);
}

/** Pods of one workload share a long prefix; the part that tells them apart. */
export function shortInstanceName(name: string): string {
  return name.split('-').slice(-2).join('-');
}

/** `NVIDIA-H200-141GB` is `H200 141 GB`. */
export function formatGpuProduct(product: string): string {
  return product
    .replace(/^(NVIDIA|Tesla)[- ]/i, '')
    .replace(/[-_]/g, ' ')
    .replace(/(\d)GB\b/, '$1\u00a0GB');
}

/** `a`, `a and b`, `a, b and c`. */
export function formatList(items: string[]): string {
  return items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}
