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
       * By which names clusters with `authorization: subject-access-review` know Backstage's users. Templates may have
       * `{kind}`, `{namespace}` and `{name}` of the entity ref, and must have `{name}`.
       */
      subjectAccessReview?: {
        /**
         * Template of a user's name, for example `oidc:{name}`. Default: `user:{namespace}/{name}`, a name that no
         * cluster gives a right to by chance.
         *
         * @visibility backend
         */
        user?: string;
        /**
         * Annotation of the user entity that says the name, instead of the template; who has none is denied. Whoever may
         * write user entities can then take any name that does not begin with `system:`.
         *
         * @visibility backend
         */
        userAnnotation?: string;
        /**
         * Template of the names of a user's groups. Default: `group:{namespace}/{name}`.
         *
         * @visibility backend
         */
        group?: string;
        /**
         * Groups that every user is in, for example `system:authenticated`. Default: none.
         *
         * @visibility backend
         */
        extraGroups?: string[];
        /**
         * Services that see all of these clusters, for example `plugin:catalog`, so that the catalog knows which apps
         * run there. Default: none.
         *
         * @visibility backend
         */
        trustedServices?: string[];
        /**
         * How long an answer of a cluster is used again, in seconds from 1 to 600: a right that is taken away is felt
         * this much later. Default: 30.
         *
         * @visibility backend
         */
        cacheSeconds?: number;
      };
    };
    kubernetes?: {
      /** What may be created and changed in the clusters through Slipway. */
      apply?: {
        /**
         * Whether clusters can be changed at all. Default: the value of `permission.enabled`, since without the
         * permission framework everybody could change everything.
         *
         * @visibility backend
         */
        enabled?: boolean;
        /**
         * Kinds that may be applied, deleted and waited for. A kind that Slipway does not know is written with its API
         * group, as in `example.org/Widget`. Default: ConfigMap, CronJob, Deployment, HorizontalPodAutoscaler, Ingress,
         * Job, NetworkPolicy, PodDisruptionBudget, Rollout, Service, StatefulSet. Secrets, pods by themselves and all
         * that gives rights are never applied.
         *
         * @visibility backend
         */
        allowedKinds?: string[];
        /**
         * Those of `allowedKinds` that may belong to no namespace but to the whole cluster. Default: none.
         *
         * @visibility backend
         */
        clusterScopedKinds?: string[];
        /**
         * Namespaces in which nothing may be changed and that nobody may create; `*` stands for any text. Default:
         * kube-*, slipway-system.
         *
         * @visibility backend
         */
        deniedNamespaces?: string[];
        /**
         * Service accounts that pods may run as. Default: `default`.
         *
         * @visibility backend
         */
        serviceAccounts?: string[];
        /**
         * Types of Services. Default: ClusterIP. NodePort and LoadBalancer open a way in from outside the cluster.
         *
         * @visibility backend
         */
        serviceTypes?: string[];
        /**
         * Hosts that an Ingress may name; `*` stands for any text, as in `*.apps.example.org`. A host that has a `*` of
         * its own must be here word for word. Default: `*`, any host that is named.
         *
         * @visibility backend
         */
        ingressHosts?: string[];
        /**
         * ClusterRoles that the owner of a new namespace can get there. Default: edit, view. Slipway's service account
         * needs the verb `bind` on each.
         *
         * @visibility backend
         */
        namespaceRoles?: string[];
        /**
         * Names of clusters where Slipway acts as the caller, by impersonation, so that the cluster's own RBAC decides
         * too; in clusters with `authorization: subject-access-review` it always does. The names by which clusters know
         * people are those of `slipway.fleet.subjectAccessReview`. Default: none.
         *
         * @visibility backend
         */
        impersonate?: string[];
      };
    };
  };
}
