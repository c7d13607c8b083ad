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

const NUMBER = /^\d+$/;

/**
 * Whether one resourceVersion comes before another. Those of one kind can be compared as numbers, by their length first
 * (Kubernetes, "Resource version semantics": comparable since 1.35, and etcd's revision ever before).
 *
 * @returns false also for versions that are no numbers, which an aggregated API may have
 */
export function isOlder(one: string, other: string): boolean {
  if (!NUMBER.test(one) || !NUMBER.test(other)) {
    return false;
  }
  return one.length === other.length ? one < other : one.length < other.length;
}
