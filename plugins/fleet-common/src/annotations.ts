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
 * The stock annotations by which an entity chooses its objects.
 *
 * @public
 */
export const KUBERNETES_ID_ANNOTATION = 'backstage.io/kubernetes-id';
/**
 * One namespace, or several with commas between them.
 *
 * @public
 */
export const KUBERNETES_NAMESPACE_ANNOTATION =
  'backstage.io/kubernetes-namespace';
/** @public */
export const KUBERNETES_LABEL_SELECTOR_ANNOTATION =
  'backstage.io/kubernetes-label-selector';
/**
 * One cluster, or several with commas between them.
 *
 * @public
 */
export const KUBERNETES_CLUSTER_ANNOTATION = 'backstage.io/kubernetes-cluster';

/**
 * The label by which Kubernetes objects name the app they belong to.
 *
 * @public
 */
export const KUBERNETES_ID_LABEL = 'backstage.io/kubernetes-id';

/**
 * The field manager of all that Slipway writes.
 *
 * @public
 */
export const FIELD_MANAGER = 'slipway';
/**
 * Who asked for an object; written on what Slipway applies.
 *
 * @public
 */
export const INITIATOR_ANNOTATION = 'slipway.dev/initiator';
/**
 * Entity ref of the group or user that an object or a namespace belongs to.
 *
 * @public
 */
export const OWNER_ANNOTATION = 'slipway.dev/owner';
/** @public */
export const LOCATION_LABEL = 'slipway.dev/location';
/** @public */
export const GROUP_LABEL = 'slipway.dev/group';
