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

/** A Go module under `tools/` and what is built from it. */
export interface ToolSpec {
  /** Folder under `tools/`. */
  name: string;
  /** Commands to build: name of the binary, Go package. */
  commands: Record<string, string>;
  buildFlags: string[];
  /** Files that the module's source carries and that are kept beside the binaries. */
  manifests?: { module: string; files: Record<string, string> };
  /** Roughly how long a first build takes on two cores. */
  expectedMinutes: number;
}

const KUBERNETES_VERSION = '1.36.3';
const COMPONENT_BASE = 'k8s.io/component-base/version';
const STRIP = '-s -w';

// Without these the API server reports v0.0.0.
const KUBERNETES_LDFLAGS = [
  STRIP,
  `-X ${COMPONENT_BASE}.gitVersion=v${KUBERNETES_VERSION}`,
  `-X ${COMPONENT_BASE}.gitMajor=1`,
  `-X ${COMPONENT_BASE}.gitMinor=36`,
  `-X ${COMPONENT_BASE}.gitTreeState=clean`,
].join(' ');

const KWOK_STAGES = 'kustomize/stage';
const ARGO_CRDS = 'manifests/crds';

/** All tools of the sandbox for a platform. The kubelet exists on Linux only. */
export function toolSpecs(
  platform: NodeJS.Platform,
): Record<ToolName, ToolSpec> {
  return {
    etcd: {
      name: 'etcd',
      commands: { etcd: 'go.etcd.io/etcd/server/v3' },
      buildFlags: ['-trimpath', '-ldflags', STRIP],
      expectedMinutes: 1,
    },
    kubernetes: {
      name: 'kubernetes',
      commands: {
        'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
        'kube-controller-manager':
          'k8s.io/kubernetes/cmd/kube-controller-manager',
        'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
        ...(platform === 'linux'
          ? { kubelet: 'k8s.io/kubernetes/cmd/kubelet' }
          : {}),
      },
      buildFlags: ['-trimpath', '-ldflags', KUBERNETES_LDFLAGS],
      expectedMinutes: 8,
    },
    kwok: {
      name: 'kwok',
      commands: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' },
      buildFlags: ['-trimpath', '-ldflags', STRIP],
      manifests: {
        module: 'sigs.k8s.io/kwok',
        files: {
          'node-initialize.yaml': `${KWOK_STAGES}/node/fast/node-initialize.yaml`,
          'node-heartbeat.yaml': `${KWOK_STAGES}/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml`,
          ...podStages([
            'pod-create',
            'pod-init-container-running',
            'pod-init-container-completed',
            'pod-ready',
            'pod-complete',
            'pod-delete',
          ]),
        },
      },
      expectedMinutes: 2,
    },
    'argo-rollouts': {
      name: 'argo-rollouts',
      commands: {
        'rollouts-controller':
          'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
      },
      buildFlags: ['-trimpath', '-ldflags', STRIP],
      manifests: {
        module: 'github.com/argoproj/argo-rollouts',
        files: Object.fromEntries(
          [
            'analysis-run-crd.yaml',
            'analysis-template-crd.yaml',
            'cluster-analysis-template-crd.yaml',
            'experiment-crd.yaml',
            'rollout-crd.yaml',
          ].map(file => [file, `${ARGO_CRDS}/${file}`]),
        ),
      },
      expectedMinutes: 4,
    },
    prometheus: {
      name: 'prometheus',
      commands: {
        prometheus: 'github.com/prometheus/prometheus/cmd/prometheus',
      },
      // the service discoveries of every cloud are most of its size
      buildFlags: ['-trimpath', '-tags', 'remove_all_sd', '-ldflags', STRIP],
      expectedMinutes: 3,
    },
    // These two are no part of a cluster: the tests of kubernetes:render run them.
    kustomize: {
      name: 'kustomize',
      commands: { kustomize: 'sigs.k8s.io/kustomize/kustomize/v5' },
      buildFlags: ['-trimpath', '-ldflags', STRIP],
      expectedMinutes: 1,
    },
    helm: {
      name: 'helm',
      commands: { helm: 'helm.sh/helm/v4/cmd/helm' },
      buildFlags: ['-trimpath', '-ldflags', STRIP],
      expectedMinutes: 2,
    },
  };
}

/** @public */
export type ToolName =
  | 'etcd'
  | 'kubernetes'
  | 'kwok'
  | 'argo-rollouts'
  | 'prometheus'
  | 'kustomize'
  | 'helm';

function podStages(names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.map(name => [
      `${name}.yaml`,
      `${KWOK_STAGES}/pod/general/${name}.yaml`,
    ]),
  );
}
