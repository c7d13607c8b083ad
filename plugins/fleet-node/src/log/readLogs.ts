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

import type { Readable } from 'node:stream';
import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { LogQuery } from '@slipway/backstage-plugin-fleet-common';
import type { SelectedApp } from '../cache';
import type { ProjectedPod } from '../projection';
import type { ClusterTransport, TransportError } from '../transport';
import { isDnsLabel } from '../selector/names';

const DEFAULT_TAIL_LINES = 500;
const MAX_TAIL_LINES = 10_000;
/** A page of log that a browser can show. */
const LIMIT_BYTES = 5 * 1024 * 1024;

/**
 * The log of a container of one of the app's pods, from the API server.
 *
 * @returns a stream of UTF-8 text; with `follow` it goes on until the container ends or `signal` aborts
 * @throws NotFoundError when the pod is not one of the app's, or has no such container
 * @throws InputError when a name is malformed
 * @throws ServiceUnavailableError with a plain sentence when the API server gives no log
 */
export async function readLogs(
  cluster: string,
  transport: ClusterTransport,
  app: SelectedApp,
  query: LogQuery & { follow?: boolean; signal?: AbortSignal },
): Promise<Readable> {
  const { namespace, pod: podName } = query;
  const pod = app.pods.find(
    one => one.namespace === namespace && one.name === podName,
  );
  if (!pod) {
    throw new NotFoundError(
      `This app has no instance ${podName} in namespace ${namespace} of ${cluster}.`,
    );
  }
  const container =
    query.container ?? pod.containers.find(({ init }) => !init)?.name;
  if (!container || !isDnsLabel(container)) {
    throw new InputError('The name of the container is not valid.');
  }
  if (!pod.containers.some(({ name }) => name === container)) {
    throw new NotFoundError(
      `Instance ${podName} has no container ${container}.`,
    );
  }
  const result = await transport.stream({
    verb: 'get',
    doing: `read the log of ${podName}`,
    // Names come from the cache, and are encoded all the same.
    path: `/api/v1/namespaces/${encodeURIComponent(
      pod.namespace,
    )}/pods/${encodeURIComponent(pod.name)}/log`,
    query: {
      container,
      previous: query.previous || undefined,
      follow: query.follow || undefined,
      tailLines: tailLines(query.tailLines),
      limitBytes: query.follow ? undefined : LIMIT_BYTES,
    },
    signal: query.signal,
  });
  if (result.ok) {
    return result.value;
  }
  throw refusal(result.error, {
    cluster,
    container,
    pod,
    previous: query.previous,
  });
}

function tailLines(asked: number | undefined): number {
  const lines = Math.floor(asked ?? DEFAULT_TAIL_LINES);
  return Math.min(MAX_TAIL_LINES, Math.max(1, lines || DEFAULT_TAIL_LINES));
}

/** The API server's own words hold addresses of nodes, which are nobody's business. */
function refusal(
  error: TransportError,
  options: {
    cluster: string;
    container: string;
    pod: ProjectedPod;
    previous: boolean | undefined;
  },
): Error {
  const { cluster, container, pod, previous } = options;
  if (error.status === 400) {
    return new NotFoundError(
      previous
        ? `The node kept no log of the run before the last restart of ${pod.name}.`
        : `Container ${container} of ${pod.name} has not started yet, so there is no log.`,
    );
  }
  return new ServiceUnavailableError(
    error.status === 500
      ? `Node ${pod.node} of ${cluster} does not answer, so the log of ${pod.name} cannot be read.`
      : `${cluster} ${error.message}.`,
  );
}
