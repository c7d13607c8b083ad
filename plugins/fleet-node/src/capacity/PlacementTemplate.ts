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

import type { HostPort, PodTerm } from '../projection';

export type Labels = Readonly<Record<string, string>>;

/** One expression over labels or fields of a node (`v1.NodeSelectorRequirement`). */
export interface NodeExpression {
  key: string;
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  values: readonly string[];
}

/** All expressions of a term must hold; one without any holds nowhere (`v1.NodeSelectorTerm`). */
export interface NodeTerm {
  labels: readonly NodeExpression[];
  fields: readonly NodeExpression[];
}

export interface Toleration {
  /** Missing: every key. */
  key?: string;
  operator: 'Equal' | 'Exists';
  value: string;
  /** Missing: every effect. */
  effect?: string;
}

/**
 * Which pods a term or constraint is about: those that run already, the new instances, or both. Where
 * `matchLabelKeys` names a label that only a controller writes, such as `pod-template-hash`, no pod that runs already
 * has the value that the new instances will have.
 */
export type AboutPods = 'all' | 'new' | 'running';

export interface PlannedTerm extends PodTerm {
  about: AboutPods;
}

/** A topology spread constraint that must hold (`DoNotSchedule`). */
export interface SpreadConstraint {
  topologyKey: string;
  maxSkew: number;
  minDomains: number;
  selector?: PodTerm['selector'];
  about: AboutPods;
  /** Whether nodes outside of the node affinity are left out of the account. */
  honorsAffinity: boolean;
  /** Whether nodes with taints that are not tolerated are left out of the account. */
  honorsTaints: boolean;
}

/** The resource name for GPUs of whatever kind: sizes say how many, not which. */
export const ANY_GPU = 'gpu';

/** All that decides where an instance may go. */
export interface PlacementTemplate {
  /** Whether no more is known of the instance than its size. */
  bare: boolean;
  namespace: string;
  labels: Labels;
  /** What one instance takes, above 0, by name of the resource: cores, bytes or counts; {@link ANY_GPU} for any GPU. */
  asked: ReadonlyMap<string, number>;
  nodeName?: string;
  nodeSelector: Labels;
  /** One of them must hold; missing: every node will do. */
  nodeTerms?: readonly NodeTerm[];
  tolerations: readonly Toleration[];
  hostPorts: readonly HostPort[];
  affinity: readonly PlannedTerm[];
  antiAffinity: readonly PlannedTerm[];
  spread: readonly SpreadConstraint[];
}
