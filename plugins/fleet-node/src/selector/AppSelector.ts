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

/**
 * Which objects belong to an app. Made only by `parseAppSelector`, which checks the entity's untrusted annotations.
 *
 * @public
 */
export interface AppSelector {
  /** Value of the label `backstage.io/kubernetes-id`; ignored where `labels` is there, as the stock plugin does. */
  kubernetesId?: string;
  /** Parsed `backstage.io/kubernetes-label-selector`. */
  labels?: LabelRequirement[];
  /** Empty: all namespaces. */
  namespaces: string[];
  /** Empty: all clusters. */
  clusters: string[];
  /** The selector in words, for people. */
  description: string;
}

/** @public */
export interface LabelRequirement {
  key: string;
  operator: 'in' | 'notin' | 'exists' | 'doesnotexist';
  values: string[];
}
