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

import type { Server } from 'node:http';
import type { JsonObject } from '@backstage/types';
import request from 'supertest';

/** Starts tasks of a scaffolder over HTTP, as a browser does. */
export class ScaffolderTasks {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  /** Runs a template of the namespace default to its end. */
  async run(template: string, values: JsonObject) {
    const created = await request(this.#server)
      .post('/api/scaffolder/v2/tasks')
      .send({ templateRef: `template:default/${template}`, values });
    if (created.status !== 201) {
      throw new Error(JSON.stringify(created.body));
    }
    return this.#wait(created.body.id);
  }

  async #wait(id: string) {
    for (;;) {
      const task = await request(this.#server).get(
        `/api/scaffolder/v2/tasks/${id}`,
      );
      if (['completed', 'failed'].includes(task.body.status)) {
        const events = await request(this.#server).get(
          `/api/scaffolder/v2/tasks/${id}/events`,
        );
        const logs: Array<{ body: Record<string, any> }> = events.body;
        return {
          status: task.body.status as string,
          output: logs.at(-1)?.body.output,
          error: logs.at(-1)?.body.error?.message as string | undefined,
          log: logs.map(({ body }) => body.message as string),
        };
      }
      await new Promise(done => setTimeout(done, 100));
    }
  }
}
