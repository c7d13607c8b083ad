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

export interface Config {
  slipway?: {
    fleet?: {
      /**
       * What fleet adds to the clusters of `kubernetes.clusterLocatorMethods`, by cluster name. A cluster that is not
       * named here belongs to the location and the group `unassigned`.
       */
      clusters?: {
        [name: string]: {
          /** Where the cluster runs, for example `beijing`. */
          location?: string;
          /** What the cluster is for, for example `online`. */
          group?: string;
          /** Shown instead of the name; defaults to the title that the Kubernetes plugin knows. */
          title?: string;
          /** Labels by which permission rules and placements can choose clusters. */
          labels?: { [key: string]: string };
          /**
           * Who decides what a user may read. `permissions` (default): Backstage's permission rules alone.
           * `subject-access-review`: the cluster's own RBAC as well; see `slipway.fleet.subjectAccessReview` of
           * fleet-backend for the names by which it knows users.
           */
          authorization?: 'permissions' | 'subject-access-review';
          /**
           * A file with the service account's token. It is read again every minute, so that the token may rotate. Takes
           * the place of `serviceAccountToken`.
           */
          tokenFile?: string;
        };
      };
      metrics?: {
        prometheus?: {
          /** Address of a Prometheus that scrapes all clusters, for example `http://prometheus:9090`. */
          url: string;
          /** Label that holds the cluster's name in every series. Default: `cluster`. */
          clusterLabel?: string;
          /**
           * Bearer token.
           * @visibility secret
           */
          token?: string;
          /** Seconds between two refreshes. Default: 15. */
          refreshSeconds?: number;
          /** PromQL that takes the place of fleet's own; each must keep the labels that the default has. */
          queries?: {
            /** Requests per second by cluster, namespace and pod. */
            requests?: string;
            /** Cores by cluster, namespace and pod. */
            cpu?: string;
            /** Bytes by cluster, namespace and pod. */
            memory?: string;
          };
        };
      };
      /**
       * The most that what fleet knows of all clusters may take, with the unit Ki, Mi or Gi; 1 to 2 KB a pod, whole
       * objects apart. When it is reached, the kind of one cluster that takes most is no longer kept and says
       * so, so that all others go on; it comes back by itself when there is room. Default: `1Gi`.
       */
      maxMemory?: string;
      /**
       * Whole objects in memory, deflated and off the heap, from which for example the stock Kubernetes tab is
       * answered.
       */
      objects?: {
        /** Default: on when a plugin asks for it, as kubernetes-backend-module-fleet does; `false` turns it off. */
        enabled?: boolean;
        /**
         * Kinds to hold, by plural name. Default: pods, deployments, statefulsets, daemonsets, replicasets, jobs,
         * rollouts, horizontalpodautoscalers, services, configmaps, limitranges, resourcequotas, cronjobs, ingresses.
         */
        kinds?: string[];
        /**
         * The most that whole objects of all clusters may take, with the unit Ki, Mi or Gi. When it is reached, the
         * kind that takes most is given up until the backend starts again. Default: `512Mi`.
         */
        maxMemory?: string;
      };
      capacity?: {
        /**
         * Label of nodes that names their pool, before those of GKE, EKS, AKS, Karpenter and Alibaba Cloud, and before
         * the machine type.
         */
        nodePoolLabel?: string;
      };
      gpu?: {
        /** Utilisation, 0 to 1, below which a GPU counts as idle. Default: 0.05. */
        idleThreshold?: number;
        /** Minutes for which it must stay below. Default: 30. */
        idleMinutes?: number;
      };
      watch?: {
        /** Objects a page of a list. Default: 500. */
        pageSize?: number;
        /** Shortest time after which the API server ends a watch, in seconds; the longest is twice that. Default: 300. */
        timeoutSeconds?: number;
        /** Silence after which a watch counts as broken, in seconds. API servers send a bookmark about every 60 s. Default: 90. */
        inactivitySeconds?: number;
        /** Longest time between two tries, in seconds. Default: 30. */
        maxBackoffSeconds?: number;
        /** Time to wait for an answer to one request, in seconds. Default: 15. */
        requestTimeoutSeconds?: number;
        /** Worker threads that parse objects. Default: 1, and 2 with more than 10 clusters. */
        workers?: number;
      };
    };
  };
}
