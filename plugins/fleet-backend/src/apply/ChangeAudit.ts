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

import type {
  AuditorService,
  AuditorServiceEvent,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type {
  ObjectRef,
  ObjectResult,
} from '@slipway/backstage-plugin-fleet-common';
import type { ChangeResult } from '@slipway/backstage-plugin-fleet-node';
import type { Request } from 'express';

/** What all events of one request say. */
export interface AuditedRequest {
  eventId: 'apply' | 'delete' | 'namespace-create';
  dryRun: boolean;
  force?: boolean;
  reason?: string;
  request?: Request;
}

/** Writes to the audit log: one event for a request, one for each of its clusters, one for each object. */
export class ChangeAudit {
  readonly #auditor: AuditorService;

  static create(options: { auditor: AuditorService }): ChangeAudit {
    return new ChangeAudit(options.auditor);
  }

  private constructor(auditor: AuditorService) {
    this.#auditor = auditor;
  }

  /**
   * Makes a change and writes down what became of it.
   *
   * @throws whatever the change throws: then nothing was changed
   */
  async around(
    audited: AuditedRequest,
    refs: readonly ObjectRef[],
    change: () => Promise<ChangeResult[]>,
  ): Promise<ChangeResult[]> {
    const event = await this.#start(audited, {
      queryType: 'request',
      objects: refs.map(describe),
    });
    let results: ChangeResult[];
    try {
      results = await change();
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
    await event.success({
      meta: { clusters: results.map(({ cluster }) => cluster) },
    });
    for (const result of results) {
      await this.#recordCluster(audited, result);
    }
    return results;
  }

  /** What became of a cluster and its objects. */
  async #recordCluster(
    audited: AuditedRequest,
    result: ChangeResult,
  ): Promise<void> {
    const { cluster, outcome, message, objects, actedAs } = result;
    const event = await this.#start(audited, {
      queryType: 'cluster',
      cluster,
      objects: objects.map(describe),
    });
    const meta = {
      outcome,
      ...(actedAs && { actedAs }),
      objects: objects.map(object => `${object.outcome}: ${describe(object)}`),
    };
    await finish(event, isDone(outcome), message, meta);
    for (const object of objects) {
      if (!audited.dryRun && object.outcome !== 'not-tried') {
        await this.#recordObject(audited, result, object);
      }
    }
  }

  async #recordObject(
    audited: AuditedRequest,
    { cluster, actedAs }: ChangeResult,
    object: ObjectResult,
  ): Promise<void> {
    const { apiVersion, kind, namespace, name, outcome, message } = object;
    const event = await this.#start(audited, {
      queryType: 'object',
      cluster,
      object: {
        apiVersion,
        kind,
        name,
        ...(namespace && { namespace }),
      },
    });
    const meta = {
      outcome,
      ...(actedAs && { actedAs }),
      // The names of fields, not their values: what an object holds may be nobody's business.
      fields: object.changes.map(({ path }) => path),
    };
    const failed = outcome === 'failed' || outcome === 'conflict';
    await finish(event, !failed, message, meta);
  }

  #start(
    { eventId, dryRun, force = false, reason, request }: AuditedRequest,
    meta: JsonObject,
  ): Promise<AuditorServiceEvent> {
    return this.#auditor.createEvent({
      eventId,
      severityLevel: dryRun ? 'low' : 'medium',
      request,
      meta: { ...meta, dryRun, force, ...(reason !== undefined && { reason }) },
    });
  }
}

async function finish(
  event: AuditorServiceEvent,
  done: boolean,
  message: string | undefined,
  meta: JsonObject,
): Promise<void> {
  await (done
    ? event.success({ meta })
    : event.fail({ error: new Error(message ?? 'Not all was done'), meta }));
}

function isDone(outcome: ChangeResult['outcome']): boolean {
  return outcome === 'applied' || outcome === 'deleted';
}

function describe({ kind, name, namespace }: ObjectRef): string {
  return `${kind} ${namespace ?? '-'}/${name}`;
}
