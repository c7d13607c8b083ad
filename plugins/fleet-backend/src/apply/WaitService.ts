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

import { setTimeout as delay } from 'node:timers/promises';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type {
  ClusterWaitState,
  ObjectWaitState,
  WaitRequest,
  WaitResult,
  WaitState,
} from '@slipway/backstage-plugin-fleet-common';
import type {
  AccessSubject,
  ClusterOutline,
  LiveObject,
} from '@slipway/backstage-plugin-fleet-node';
import type { Changer } from '../permissions';
import type { ApplyConfig } from './ApplyConfig';
import type { ChangePreparer } from './ChangePreparer';
import { checkRefs } from './checkManifests';
import type { Impersonation } from './Impersonation';
import { judgeCondition, judgeReadiness } from './judgeReadiness';
import type { ExaminedObject, ObjectGuard } from './ObjectGuard';
import type { RequestedClusters } from './selectClusters';
import { requireNone } from './requireNone';

const DEFAULT_TIMEOUT_SECONDS = 20;
/** A cluster is asked again this often. */
const INTERVAL_MS = 1_000;
/** One look must not outlast the answer by long. */
const LOOK_TIMEOUT_MS = 10_000;

/** A wait as it comes in over HTTP. */
export type RequestedWait = Omit<WaitRequest, 'clusters'> & {
  clusters: RequestedClusters;
};

/** A cluster to look at, or why it cannot be. */
interface Watched {
  cluster: ClusterOutline;
  subject?: AccessSubject;
  refusal?: string;
}

interface WaitServiceOptions {
  config: ApplyConfig;
  guard: ObjectGuard;
  impersonation: Impersonation;
  preparer: ChangePreparer;
}

/** Tells whether objects have become what they should. */
export class WaitService {
  readonly #options: WaitServiceOptions;

  static create(options: WaitServiceOptions) {
    return new WaitService(options);
  }

  private constructor(options: WaitServiceOptions) {
    this.#options = options;
  }

  /**
   * Answers when nothing is to be waited for any more, else after `timeoutSeconds` with the state then.
   *
   * @throws NotFoundError, NotAllowedError, InputError
   */
  async wait(
    credentials: BackstageCredentials,
    requested: RequestedWait,
    signal?: AbortSignal,
  ): Promise<WaitResult> {
    const { config, preparer } = this.#options;
    const { clusters: selection, objects, namespace } = requested;
    const { timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = requested;
    const until = Date.now() + timeoutSeconds * 1_000;
    requireNone(checkRefs(objects, namespace, config));
    const { clusters, changer } = await preparer.select(
      credentials,
      selection,
      ['apply', 'delete'],
    );
    const watched = await this.#watch(credentials, clusters);
    for (;;) {
      const result = await this.#look(watched, changer, requested, signal);
      const left = until - Date.now();
      if (
        (result.state !== 'waiting' && result.state !== 'unknown') ||
        left <= 0 ||
        signal?.aborted
      ) {
        return result;
      }
      await delay(Math.min(INTERVAL_MS, left), undefined, { signal }).catch(
        // Who asked has gone: the state so far is all that is left to say.
        () => {},
      );
    }
  }

  async #watch(
    credentials: BackstageCredentials,
    clusters: ClusterOutline[],
  ): Promise<Watched[]> {
    const actors = await this.#options.impersonation.actorsIn(
      credentials,
      clusters.map(({ name }) => name),
    );
    return clusters.map(cluster => {
      const actor = actors.get(cluster.name);
      return {
        cluster,
        ...(actor?.kind === 'user' && { subject: actor.subject }),
        ...(actor?.kind === 'nobody' && { refusal: actor.reason }),
      };
    });
  }

  async #look(
    watched: readonly Watched[],
    changer: Changer,
    requested: RequestedWait,
    signal: AbortSignal | undefined,
  ): Promise<WaitResult> {
    const clusters = await Promise.all(
      watched.map(entry => this.#lookAt(entry, changer, requested, signal)),
    );
    return { state: worst(clusters), clusters };
  }

  /** Each look decides anew: the object may have come to belong to a namespace of somebody else. */
  async #lookAt(
    { cluster, subject, refusal }: Watched,
    changer: Changer,
    requested: RequestedWait,
    signal: AbortSignal | undefined,
  ): Promise<ClusterWaitState> {
    const { name } = cluster;
    if (refusal) {
      return { cluster: name, state: 'failed', message: refusal, objects: [] };
    }
    const timeout = AbortSignal.timeout(LOOK_TIMEOUT_MS);
    const examined = await this.#options.guard.examine(
      cluster,
      requested.objects,
      {
        namespace: requested.namespace,
        subject,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      },
    );
    if (!examined.ok) {
      const { message } = examined;
      return { cluster: name, state: 'unknown', message, objects: [] };
    }
    examined.objects.forEach(object => requireConcern(changer, object));
    const objects = examined.objects.map(({ live }) => judge(live, requested));
    return { cluster: name, state: worst(objects), objects };
  }
}

/** Who may neither apply nor delete an object has no business with its state. */
function requireConcern(
  changer: Changer,
  { live, resource }: ExaminedObject,
): void {
  if (!changer.may('apply', resource) && !changer.may('delete', resource)) {
    throw new NotAllowedError(
      `You may not wait for ${live.kind} ${live.name} in ${resource.cluster.name}: that takes the permission to apply or to delete it.`,
    );
  }
}

function judge(
  { apiVersion, kind, namespace, name, object, problem }: LiveObject,
  { until = 'ready', condition }: RequestedWait,
): ObjectWaitState {
  const ref = { apiVersion, kind, namespace, name };
  if (problem) {
    return { ...ref, state: 'failed', message: problem.message };
  }
  const awaitsEnd = until === 'deleted' && !condition;
  if (!object) {
    return awaitsEnd
      ? { ...ref, state: 'done' }
      : { ...ref, state: 'waiting', message: 'It is not there yet.' };
  }
  if (awaitsEnd) {
    return { ...ref, state: 'waiting', message: 'It is still there.' };
  }
  return {
    ...ref,
    ...(condition ? judgeCondition(object, condition) : judgeReadiness(object)),
  };
}

/** What the whole comes to: a failure ends the wait, an unknown part keeps it open. */
function worst(parts: ReadonlyArray<{ state: WaitState }>): WaitState {
  const order: WaitState[] = ['failed', 'waiting', 'unknown'];
  return (
    order.find(state => parts.some(part => part.state === state)) ?? 'done'
  );
}
