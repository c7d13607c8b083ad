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
      /** How the stock Kubernetes tab is answered. */
      stockTab?: {
        /** Whether to answer it from fleet's cache; `false` leaves it to the stock plugin. Default: true. */
        enabled?: boolean;
        /**
         * Time to wait for a cluster where the cache cannot answer, in seconds. Default: 5. After a wait in vain the
         * cluster is not asked again for 30 s, unless its answer comes after all.
         */
        timeoutSeconds?: number;
        /**
         * Whether the list of clusters of the Kubernetes plugin is kept in memory and handed to the fleet, with those
         * of its catalog and GKE locators. Default: true. To be turned off where another module brings a cluster
         * supplier, of which the plugin takes one.
         */
        clusters?: boolean;
        /**
         * Whether answers are sent as they lie in memory, instead of parsing and serialising each object, and an error
         * with the credential of one cluster is told as that cluster's. Default: true. To be turned off where another
         * module brings an objects provider or a router, of which the plugin takes one each.
         */
        stream?: boolean;
        /**
         * Whether what a viewer was found to be allowed to read is used again for 30 s, and asked for anew behind the
         * answer, instead of asking the permission backend and the catalog at each poll. Default: true. Needs `stream`.
         */
        reuseDecisions?: boolean;
      };
    };
  };
}
