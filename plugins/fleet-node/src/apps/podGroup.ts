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

import type { SelectedApp } from '../cache';
import type { PodGroup } from '../metrics/MetricsSource';

/** Characters of generated names (Kubernetes `rand.SafeEncodeString`). */
const RANDOM = '[bcdfghjklmnpqrstvwxz2456789]';

const SUFFIXES = {
  Deployment: `-${RANDOM}{1,10}-${RANDOM}{5}`,
  Rollout: `-${RANDOM}{1,10}-${RANDOM}{5}`,
  StatefulSet: '-\\d+',
  DaemonSet: `-${RANDOM}{5}`,
  Job: `(-\\d+)?-${RANDOM}{5}`,
};

/**
 * The pods of an app, those that are gone included: their series go on for an hour, and only the name tells whose they
 * were.
 */
export function podGroup(cluster: string, app: SelectedApp): PodGroup {
  const present = new Set(
    app.pods.map(({ namespace, name }) => `${namespace}/${name}`),
  );
  const names = app.workloads.map(({ kind, object }) => ({
    namespace: object.namespace,
    // Kubernetes names hold letters, digits, hyphens and dots; only the dot means something in a pattern.
    pattern: new RegExp(
      `^${object.name.replace(/\./g, '\\.')}${SUFFIXES[kind]}$`,
    ),
  }));
  const namespaces = new Set([
    ...app.workloads.map(({ object }) => object.namespace),
    ...app.pods.map(({ namespace }) => namespace),
  ]);
  return {
    cluster,
    namespaces: [...namespaces],
    includes: (namespace, pod) =>
      present.has(`${namespace}/${pod}`) ||
      names.some(
        name => name.namespace === namespace && name.pattern.test(pod),
      ),
  };
}
