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

import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ObjectsByEntityResponse } from '@backstage/plugin-kubernetes-common';
import type { Request, RequestHandler, Response } from 'express';
import type { BlockCache } from './BlockCache';
import type { ClusterAnswer } from './ClusterAnswer';
import { parseAnswer } from './parseAnswer';
import { writeAnswer } from './writeAnswer';
import { writeGzippedAnswer } from './writeGzippedAnswer';

export interface AnswerStreamingOptions {
  blocks: BlockCache;
  logger: LoggerService;
}

/**
 * Lets the stock routes answer with texts. These check rights, write audit events and look the entity up, and then call
 * `res.json` with what the objects provider gave them: only this last step is another one here. In a request of theirs
 * the provider gives them the texts, and in any other call the objects.
 */
export class AnswerStreaming {
  readonly #blocks: BlockCache;
  readonly #logger: LoggerService;
  readonly #requests = new AsyncLocalStorage<true>();
  readonly #texts = new WeakMap<object, ClusterAnswer[]>();

  static create(options: AnswerStreamingOptions): AnswerStreaming {
    return new AnswerStreaming(options);
  }

  private constructor({ blocks, logger }: AnswerStreamingOptions) {
    this.#blocks = blocks;
    this.#logger = logger;
  }

  /** To be put before the stock routes. */
  get middleware(): RequestHandler {
    return (req, res, next) => {
      if (req.method !== 'POST') {
        next();
        return;
      }
      const json = res.json.bind(res);
      res.json = body => {
        const clusters = this.#texts.get(body);
        if (!clusters) {
          return json(body);
        }
        this.#send(req, res, clusters);
        return res;
      };
      this.#requests.run(true, next);
    };
  }

  /** What an objects provider is to answer with. */
  async toResponse(
    clusters: ClusterAnswer[],
  ): Promise<ObjectsByEntityResponse> {
    if (!this.#requests.getStore()) {
      return parseAnswer(clusters);
    }
    const response: ObjectsByEntityResponse = { items: [] };
    this.#texts.set(response, clusters);
    return response;
  }

  #send(req: Request, res: Response, clusters: ClusterAnswer[]): void {
    res.type('json').vary('Accept-Encoding');
    // Backstage's root router compresses what says no encoding of its own, each answer as a whole.
    const gzip = req.acceptsEncodings('gzip', 'identity') === 'gzip';
    if (gzip) {
      res.set('Content-Encoding', 'gzip');
    }
    const chunks = gzip
      ? writeGzippedAnswer(clusters, this.#blocks)
      : writeAnswer(clusters);
    pipeline(Readable.from(chunks, { objectMode: true }), res).catch(
      (error: Error & { code?: string }) => {
        // Viewers close tabs; the pipeline has ended the response in any case.
        if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') {
          this.#logger.warn('An answer for the Kubernetes tab was cut', error);
        }
      },
    );
  }
}
