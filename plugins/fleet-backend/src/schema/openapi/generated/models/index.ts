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
//

export * from '../models/AppAttention.model';
export * from '../models/AppClusterStatus.model';
export * from '../models/AppEvent.model';
export * from '../models/AppEventObject.model';
export * from '../models/AppGpus.model';
export * from '../models/AppInCluster.model';
export * from '../models/AppInClusterInstances.model';
export * from '../models/AppLoad.model';
export * from '../models/AppStatus.model';
export * from '../models/AppVersion.model';
export * from '../models/ApplyRequest.model';
export * from '../models/ApplyResult.model';
export * from '../models/CatalogEntityRequest.model';
export * from '../models/ClusterDetails.model';
export * from '../models/ClusterDetailsPods.model';
export * from '../models/ClusterNamespaces.model';
export * from '../models/ClusterResult.model';
export * from '../models/ClusterSelection.model';
export * from '../models/ClusterSlots.model';
export * from '../models/ClusterState.model';
export * from '../models/ClusterWaitState.model';
export * from '../models/CreateNamespaceRequest.model';
export * from '../models/DeleteRequest.model';
export * from '../models/DeleteResult.model';
export * from '../models/ErrorError.model';
export * from '../models/ErrorRequest.model';
export * from '../models/ErrorResponse.model';
export * from '../models/FieldChange.model';
export * from '../models/FieldConflict.model';
export * from '../models/FleetSummary.model';
export * from '../models/FleetSummaryRequests.model';
export * from '../models/Freshness.model';
export * from '../models/FreshnessProgress.model';
export * from '../models/GetApps200Response.model';
export * from '../models/GetAppsRequest.model';
export * from '../models/GetEvents200Response.model';
export * from '../models/GetNamespaces200Response.model';
export * from '../models/GetNodes200Response.model';
export * from '../models/GetSlots200Response.model';
export * from '../models/Gpu.model';
export * from '../models/GpuCounts.model';
export * from '../models/GpuHolder.model';
export * from '../models/GpuNode.model';
export * from '../models/GpuSeries.model';
export * from '../models/GpuSeriesIdleInner.model';
export * from '../models/Headroom.model';
export * from '../models/Health.model';
export * from '../models/HealthReason.model';
export * from '../models/HealthState.model';
export * from '../models/Instance.model';
export * from '../models/InstanceContainersInner.model';
export * from '../models/InstancePage.model';
export * from '../models/KindStatus.model';
export * from '../models/ListCatalogEntities200Response.model';
export * from '../models/ManifestProblem.model';
export * from '../models/ModelError.model';
export * from '../models/NamespaceInCluster.model';
export * from '../models/NamespaceLimits.model';
export * from '../models/NamespaceQuery.model';
export * from '../models/NodeHeadroom.model';
export * from '../models/NodePool.model';
export * from '../models/NodePoolNodes.model';
export * from '../models/NodeSlots.model';
export * from '../models/ObjectRef.model';
export * from '../models/ObjectResult.model';
export * from '../models/ObjectWaitState.model';
export * from '../models/PlanRequest.model';
export * from '../models/PlanResult.model';
export * from '../models/QuerySlotsRequest.model';
export * from '../models/QuerySlotsRequestTemplate.model';
export * from '../models/RegisterEntity200Response.model';
export * from '../models/ReplicaOwner.model';
export * from '../models/ResourceHeadroom.model';
export * from '../models/SlotObstacle.model';
export * from '../models/StoredEntity.model';
export * from '../models/UpdateSubscription.model';
export * from '../models/UpdateSubscriptionInstancesInner.model';
export * from '../models/WaitRequest.model';
export * from '../models/WaitRequestCondition.model';
export * from '../models/WaitResult.model';
export * from '../models/WaitState.model';
export * from '../models/Workload.model';
export * from '../models/WorkloadRollout.model';
