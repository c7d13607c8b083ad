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

import type { ObjectResult } from '@slipway/backstage-plugin-fleet-common';
import type { ClusterTransport } from '../transport';
import type { ApiDiscovery } from './ApiDiscovery';
import type {
  ChangeResult,
  DeleteOptions,
  DeleteTarget,
} from './ClusterChanges';
import { describeRefusal, isNoAnswer } from './refusals';

/** What became of one object, and whether the cluster is to be asked on. */
interface Deletion {
  result: ObjectResult;
  noAnswer?: boolean;
}

/** Deletes objects of one cluster. Done twice it changes nothing the second time. */
export class Deleter {
  readonly #cluster: string;
  readonly #transport: ClusterTransport;
  readonly #discovery: ApiDiscovery;

  constructor(options: {
    cluster: string;
    transport: ClusterTransport;
    discovery: ApiDiscovery;
  }) {
    this.#cluster = options.cluster;
    this.#transport = options.transport;
    this.#discovery = options.discovery;
  }

  /** In order; one that is refused does not keep the others, a cluster that is silent does. */
  async delete(
    targets: readonly DeleteTarget[],
    options: DeleteOptions,
  ): Promise<ChangeResult> {
    const objects: ObjectResult[] = [];
    let failed: Deletion | undefined;
    for (const target of targets) {
      const deletion = failed?.noAnswer
        ? { result: describe(target, 'not-tried') }
        : await this.#deleteOne(target, options);
      objects.push(deletion.result);
      if (deletion.result.outcome === 'failed') {
        failed ??= deletion;
      }
    }
    return {
      cluster: this.#cluster,
      outcome: failed ? 'failed' : 'deleted',
      message: failed?.result.message,
      objects,
      noAnswer: failed?.noAnswer,
    };
  }

  async #deleteOne(
    target: DeleteTarget,
    options: DeleteOptions,
  ): Promise<Deletion> {
    const located = await this.#discovery.locate(target, options.namespace);
    if (!located.ok) {
      const { message, noAnswer } = located;
      return { result: { ...describe(target, 'failed'), message }, noAnswer };
    }
    const { path, namespace } = located.value;
    const found = { ...target, namespace };
    const answer = await this.#transport.json({
      verb: 'delete',
      doing: `delete ${target.kind} ${target.name}`,
      method: 'DELETE',
      path,
      contentType: 'application/json',
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: options.propagationPolicy,
        ...(options.dryRun && { dryRun: ['All'] }),
        ...(target.uid && { preconditions: { uid: target.uid } }),
      }),
      impersonate: options.subject,
      signal: options.signal,
    });
    if (answer.ok) {
      return { result: describe(found, 'deleted') };
    }
    if (answer.error.kind === 'not-found') {
      return { result: describe(found, 'gone') };
    }
    return {
      result: {
        ...describe(found, 'failed'),
        message: describeRefusal(this.#cluster, target, answer.error),
      },
      noAnswer: isNoAnswer(answer.error),
    };
  }
}

function describe(
  { apiVersion, kind, namespace, name }: DeleteTarget,
  outcome: ObjectResult['outcome'],
): ObjectResult {
  return {
    apiVersion,
    kind,
    namespace,
    name,
    outcome,
    changes: [],
    conflicts: [],
  };
}
