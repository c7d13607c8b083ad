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

import { setTimeout as sleep } from 'node:timers/promises';
import { ApiServers, cpuSecondsOf } from '../apiServers/ApiServers';
import type { BenchBackend } from '../backend';
import { look, type LoadGenerator, type ViewKind } from '../load';
import {
  summarise,
  type Cell,
  type CellResult,
  type Idle,
  type Slice,
} from './Cell';

/** How often the stock frontend polls (`useKubernetesObjects`, plugin-kubernetes-react 0.6.0). */
const POLL_INTERVAL_MS = 10_000;
/** Few viewers look more often, or there would be next to no views to measure. */
const MIN_LOOKS_PER_SECOND = 1;

/** For all, and for what fills its memory in the meantime. */
const MIN_WARM_UPS = 2;
const MAX_WARM_UPS = 60;
/** One LIST of pod metrics a cluster, and what API servers ask of each other. */
const MAX_WARM_READS = 12;

/** One way to show an app: by a backend, as a frontend asks it. */
export interface Arm {
  name: string;
  backend: BenchBackend;
  view: ViewKind;
}

/** What is measured in one row: an arm with an app and viewers. */
export interface CellPlan {
  arm: Arm;
  app: string;
  viewers: number;
}

/** Runs arms against the same clusters, in turns of some seconds, so that what disturbs one disturbs all. */
export class Arena {
  readonly #servers: ApiServers;
  readonly #load: LoadGenerator;
  readonly #frozen: string | undefined;
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(options: {
    servers: ApiServers;
    load: LoadGenerator;
    /** Name of a cluster that answers nothing. */
    frozen?: string;
  }) {
    this.#servers = options.servers;
    this.#load = options.load;
    this.#frozen = options.frozen;
  }

  /** What API servers do while nobody looks. */
  async idle(seconds: number): Promise<Idle> {
    const before = await this.#servers.work(this.#frozen);
    await sleep(seconds * 1_000);
    const after = await this.#servers.work(this.#frozen);
    return {
      readsPerSecond: (after.reads - before.reads) / seconds,
      cpuPerSecond: (after.cpuSeconds - before.cpuSeconds) / seconds,
    };
  }

  /**
   * Has each arm show its apps until it does so from memory, if it ever does, so that none pays for what others find
   * done.
   */
  async warmUp(plans: CellPlan[]): Promise<void> {
    for (const { arm, app } of plans) {
      for (let time = 0; time < MAX_WARM_UPS; time++) {
        const before = await this.#servers.work(this.#frozen);
        await look({
          url: arm.backend.url,
          token: await this.#token(arm, 0),
          view: arm.view,
          entityRef: entityRefOf(app),
        });
        const after = await this.#servers.work(this.#frozen);
        const isCold = after.reads - before.reads > MAX_WARM_READS;
        if (time >= MIN_WARM_UPS && (!isCold || arm.name === 'stock')) {
          break;
        }
      }
    }
  }

  /**
   * Rounds of one slice for each plan. A slice ends when its last view has: arms do not get in each other's way.
   *
   * @returns one row a plan
   */
  async run(
    plans: CellPlan[],
    options: { seconds: number; rounds: number; idle: Idle },
  ): Promise<CellResult[]> {
    const slices = plans.map(() => [] as Slice[]);
    for (let round = 0; round < options.rounds; round++) {
      for (const [index, plan] of plans.entries()) {
        slices[index].push(
          await this.#slice(plan, options.seconds / options.rounds),
        );
      }
    }
    return plans.map((plan, index) =>
      summarise(nameOf(plan), slices[index], options.idle),
    );
  }

  async #slice(plan: CellPlan, seconds: number): Promise<Slice> {
    const { arm, app, viewers } = plan;
    const tokens = await Promise.all(
      Array.from({ length: viewers }, (_, index) => this.#token(arm, index)),
    );
    await arm.backend.ask('reset-stalls');
    const before = await this.#servers.work(this.#frozen);
    const cpuBefore = cpuSecondsOf(arm.backend.pid);
    const began = performance.now();
    const looks = await this.#load.poll({
      url: arm.backend.url,
      view: arm.view,
      entityRef: entityRefOf(app),
      tokens,
      intervalMs: Math.min(
        POLL_INTERVAL_MS,
        (1_000 * viewers) / MIN_LOOKS_PER_SECOND,
      ),
      durationMs: seconds * 1_000,
    });
    const backendCpuSeconds = cpuSecondsOf(arm.backend.pid) - cpuBefore;
    const took = (performance.now() - began) / 1_000;
    const after = await this.#servers.work(this.#frozen);
    const { longest } = await arm.backend.ask('stalls');
    return {
      looks,
      seconds: took,
      backendCpuSeconds,
      apiServerReads: after.reads - before.reads,
      apiServerCpuSeconds: after.cpuSeconds - before.cpuSeconds,
      longestStallMs: longest,
    };
  }

  /** Tokens of an hour, longer than any bench. */
  #token({ backend }: Arm, viewer: number): Promise<string> {
    const key = `${backend.url} ${viewer}`;
    const known = this.#tokens.get(key) ?? backend.signIn(`viewer-${viewer}`);
    this.#tokens.set(key, known);
    return known;
  }
}

export function entityRefOf(app: string): string {
  return `component:default/${app}`;
}

function nameOf({ arm, app, viewers }: CellPlan): Cell {
  return { arm: arm.name, app, viewers };
}
