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

import { KubeRequestError } from '../../kube';
import { ClusterUsage } from './ClusterUsage';
import { DISCOVERY } from './discovery';
import { parseLabelSelector } from './labelSelector';
import {
  GROUP_VERSION,
  MetricsObject,
  nodeMetrics,
  podMetrics,
} from './metricsObjects';

const ROOT = `/apis/${GROUP_VERSION}`;
const RESOURCE =
  /^(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<resource>pods|nodes)(?:\/(?<name>[^/]+))?$/;

/** An answer in JSON. */
export interface MetricsAnswer {
  status: number;
  body: unknown;
}

/**
 * The resource metrics API (`metrics.k8s.io/v1beta1`) of one cluster, with simulated numbers: what autoscalers and
 * `kubectl top` read. Pods that are not ready are not in it.
 */
export class MetricsApi {
  readonly #usage: () => ClusterUsage;

  static create(usage: () => ClusterUsage): MetricsApi {
    return new MetricsApi(usage);
  }

  private constructor(usage: () => ClusterUsage) {
    this.#usage = usage;
  }

  /**
   * Answers a request as an API server would.
   *
   * @param target - path and query
   */
  answer(method: string, target: string): MetricsAnswer {
    try {
      if (method !== 'GET') {
        throw new KubeRequestError(405, 'Metrics can only be read');
      }
      return { status: 200, body: this.#read(new URL(target, 'https://api')) };
    } catch (error) {
      if (error instanceof KubeRequestError) {
        return { status: error.status, body: failure(error) };
      }
      throw error;
    }
  }

  #read({ pathname, searchParams }: URL): unknown {
    if (DISCOVERY[pathname]) {
      return DISCOVERY[pathname];
    }
    const { namespace, resource, name } = resourceOf(pathname);
    const all = this.#objects(resource).filter(
      ({ metadata }) => !namespace || metadata.namespace === namespace,
    );
    if (name) {
      const found = all.find(({ metadata }) => metadata.name === name);
      return found ?? notFound(`There are no metrics of ${resource} "${name}"`);
    }
    if (searchParams.get('fieldSelector') || searchParams.get('watch')) {
      throw new KubeRequestError(400, 'Only labelSelector is understood');
    }
    const matches = parseLabelSelector(searchParams.get('labelSelector') ?? '');
    return {
      apiVersion: GROUP_VERSION,
      kind: resource === 'pods' ? 'PodMetricsList' : 'NodeMetricsList',
      metadata: {},
      items: all.filter(({ metadata }) => matches(metadata.labels)),
    };
  }

  #objects(resource: string): MetricsObject[] {
    const usage = this.#usage();
    return resource === 'pods'
      ? usage.pods.map(each => podMetrics(usage, each))
      : usage.nodes.map(each => nodeMetrics(usage, each));
  }
}

function resourceOf(pathname: string): {
  namespace?: string;
  resource: string;
  name?: string;
} {
  const match = pathname.startsWith(ROOT)
    ? RESOURCE.exec(pathname.slice(ROOT.length))
    : undefined;
  const { namespace, resource, name } = match?.groups ?? {};
  const isNamespaced = resource === 'pods';
  const fits = isNamespaced ? namespace || !name : resource && !namespace;
  return fits
    ? { namespace, resource, name }
    : notFound(`${pathname} is not served`);
}

function notFound(message: string): never {
  throw new KubeRequestError(404, message);
}

const REASONS: Record<number, string> = {
  400: 'BadRequest',
  404: 'NotFound',
  405: 'MethodNotAllowed',
};

function failure({ status, message }: KubeRequestError): unknown {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason: REASONS[status],
    code: status,
  };
}
