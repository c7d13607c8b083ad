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

import { Worker } from 'node:worker_threads';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { KindName, ProjectedKinds } from './objects';
import { OBJECT_DICTIONARY } from './wholeObjects';

/** One page of a list. */
export interface ProjectedPage<K extends KindName = KindName> {
  version: string;
  continueToken?: string;
  /** How many objects come after this page, where the API server tells. */
  remaining?: number;
  items: Array<ProjectedKinds[K]>;
}

/** One event of a watch. */
export type ProjectedEvent<K extends KindName = KindName> =
  | {
      type: 'ADDED' | 'MODIFIED' | 'DELETED';
      version: string;
      object: ProjectedKinds[K];
    }
  | { type: 'BOOKMARK'; version: string }
  | { type: 'ERROR'; code: number; message: string };

interface Job {
  resolve(result: unknown): void;
  reject(error: Error): void;
  /** What came of a large page so far. */
  items: unknown[];
}

interface Thread {
  worker: Worker;
  jobs: Map<number, Job>;
}

/** What a reflector needs of a projector. */
export type Projection = Pick<Projector, 'projectPage' | 'projectEvents'>;

/**
 * Parses and projects what API servers send in worker threads, since the list of 10,000 pods as one JSON text stops the
 * main thread for seconds (measured: 1.2 to 4.3 s).
 */
export class Projector {
  readonly #size: number;
  readonly #threads: Thread[] = [];
  #nextId = 1;
  #closed = false;

  static create(options: { threads: number }): Projector {
    return new Projector(options.threads);
  }

  private constructor(size: number) {
    this.#size = size;
  }

  /**
   * @param blocks one page, cut anywhere; handed over to the thread, so not usable afterwards
   * @param keepWhole whether to keep the whole objects too
   * @throws an error when the page is not JSON
   */
  projectPage<K extends KindName>(
    kind: K,
    blocks: Uint8Array<ArrayBuffer>[],
    keepWhole = false,
  ): Promise<ProjectedPage<K>> {
    return this.#run('page', kind, blocks, keepWhole);
  }

  /**
   * @param bytes whole lines; handed over to the thread, so not usable afterwards
   * @param keepWhole whether to keep the whole objects too
   */
  projectEvents<K extends KindName>(
    kind: K,
    bytes: Uint8Array<ArrayBuffer>,
    keepWhole = false,
  ): Promise<Array<ProjectedEvent<K>>> {
    return this.#run('events', kind, [bytes], keepWhole);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(
      this.#threads.splice(0).map(({ worker }) => worker.terminate()),
    );
  }

  #run<T>(
    mode: 'page' | 'events',
    kind: KindName,
    blocks: Uint8Array<ArrayBuffer>[],
    keepWhole: boolean,
  ): Promise<T> {
    if (this.#closed) {
      return Promise.reject(new Error('The projector is closed.'));
    }
    const thread = this.#leastBusy();
    const id = this.#nextId++;
    return new Promise<T>((resolve, reject) => {
      thread.jobs.set(id, {
        resolve: resolve as Job['resolve'],
        reject,
        items: [],
      });
      thread.worker.postMessage(
        { id, mode, kind, blocks, keepWhole },
        blocks.map(({ buffer }) => buffer),
      );
    });
  }

  #leastBusy(): Thread {
    if (this.#threads.length < this.#size) {
      this.#threads.push(this.#start());
      return this.#threads.at(-1)!;
    }
    return this.#threads.reduce((best, thread) =>
      thread.jobs.size < best.jobs.size ? thread : best,
    );
  }

  #start(): Thread {
    const worker = new Worker(
      resolvePackagePath(
        '@slipway/backstage-plugin-fleet-node',
        'worker/projector.js',
      ),
      // Flags of the main thread, such as a transform of the development server, have no use here.
      { execArgv: [], workerData: { dictionary: OBJECT_DICTIONARY } },
    );
    const thread: Thread = { worker, jobs: new Map() };
    // The threads must not keep a process alive that has nothing else to do.
    worker.unref();
    worker.on('message', ({ id, items, result, error }) => {
      const job = thread.jobs.get(id);
      if (items) {
        // Asked for one after the other, so that other work finds its turn in between.
        job?.items.push(...items);
        worker.postMessage({ id, mode: 'more' });
        return;
      }
      thread.jobs.delete(id);
      if (error === undefined) {
        job?.resolve(withItems(result, job.items));
      } else {
        job?.reject(new Error(error));
      }
    });
    worker.on('error', error => this.#drop(thread, error));
    worker.on('exit', () =>
      this.#drop(thread, new Error('The parsing thread ended.')),
    );
    return thread;
  }

  /** What the thread had to do fails; the next call starts another one. */
  #drop(thread: Thread, error: Error): void {
    const index = this.#threads.indexOf(thread);
    if (index >= 0) {
      this.#threads.splice(index, 1);
    }
    for (const job of thread.jobs.values()) {
      job.reject(error);
    }
    thread.jobs.clear();
  }
}

/** A page whose first items came before it. */
function withItems(result: unknown, items: unknown[]): unknown {
  if (items.length === 0) {
    return result;
  }
  const page = result as ProjectedPage;
  return { ...page, items: [...items, ...page.items] };
}
