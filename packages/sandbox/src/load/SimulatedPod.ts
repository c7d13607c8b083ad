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

import { KubeObject } from '../kube';
import { KUBERNETES_ID_LABEL } from './labels';

/** What the simulator knows of a pod that exists. */
export interface SimulatedPod {
  cluster: string;
  namespace: string;
  name: string;
  node: string;
  /** Value of the label `backstage.io/kubernetes-id`, or the pod's own name. */
  app: string;
  labels: Record<string, string>;
  /** The first container: the one that serves. */
  container: string;
  otherContainers: string[];
  /** CPU cores that are requested. */
  cpu: number;
  /** Bytes that are requested. */
  memory: number;
  gpus: number;
  /** Whether a job owns it; then it serves no requests. */
  batch: boolean;
}

interface PodObject extends KubeObject {
  spec: {
    nodeName?: string;
    containers: Array<{
      name: string;
      resources?: { requests?: Record<string, string> };
    }>;
  };
  status?: {
    phase?: string;
    conditions?: Array<{ type: string; status: string }>;
  };
}

const DEFAULT_CPU = 0.1;
const DEFAULT_MEMORY = 128 * 1024 ** 2;
const GPU_RESOURCE = 'nvidia.com/gpu';

/** A pod that runs and is ready; undefined for every other one, which carries no load. */
export function simulatedPod(
  cluster: string,
  object: KubeObject,
): SimulatedPod | undefined {
  const { metadata, spec, status } = object as PodObject;
  const ready = status?.conditions?.some(
    condition => condition.type === 'Ready' && condition.status === 'True',
  );
  if (status?.phase !== 'Running' || !ready || metadata.deletionTimestamp) {
    return undefined;
  }
  const [container, ...otherContainers] = spec.containers.map(
    ({ name }) => name,
  );
  const requests = spec.containers.map(({ resources }) => resources?.requests);
  const sum = (resource: string) =>
    requests.reduce((total, each) => total + quantity(each?.[resource]), 0);
  const owners = metadata.ownerReferences as
    | Array<{ kind: string }>
    | undefined;
  return {
    cluster,
    namespace: metadata.namespace ?? 'default',
    name: metadata.name,
    node: spec.nodeName ?? '',
    app: metadata.labels?.[KUBERNETES_ID_LABEL] ?? metadata.name,
    labels: metadata.labels ?? {},
    container,
    otherContainers,
    cpu: sum('cpu') || DEFAULT_CPU,
    memory: sum('memory') || DEFAULT_MEMORY,
    gpus: sum(GPU_RESOURCE),
    batch: owners?.some(({ kind }) => kind === 'Job') ?? false,
  };
}

const SUFFIXES: Record<string, number> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
};

/** The number that a Kubernetes quantity means; 0 for none. */
export function quantity(text: string | undefined): number {
  const match = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(String(text ?? '0'));
  return match ? Number(match[1]) * (SUFFIXES[match[2]] ?? 0) : 0;
}
