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

import { readFileSync } from 'node:fs';
import type { Cluster } from '@slipway/sandbox';
import { Pool } from 'undici';
import type { StoredObject } from './objects';

const CONNECTIONS = 4;
/** etcd takes requests of 1.5 MiB and 128 operations (`--max-request-bytes`, `--max-txn-ops`). */
const MAX_BATCH_BYTES = 800_000;
const MAX_BATCH = 100;

interface Batch {
  puts: Array<{ key: string; value: string }>;
  bytes: number;
}

/**
 * Writes objects where the API server keeps them, and not through it: it reads JSON there as well as its own format,
 * and serves, watches and counts what is there. Through it a pod takes two requests and some 8 ms of CPU; 30,000 of
 * them would keep two cores busy for minutes.
 */
export class EtcdWriter {
  readonly #pool: Pool;

  static async connect(cluster: Cluster): Promise<EtcdWriter> {
    const { certFile, keyFile } = await cluster.ca.issue('bench-etcd', {
      commonName: 'bench',
    });
    return new EtcdWriter(
      new Pool(`https://127.0.0.1:${cluster.ports.etcd}`, {
        connections: CONNECTIONS,
        connect: {
          ca: cluster.ca.certPem,
          cert: readFileSync(certFile),
          key: readFileSync(keyFile),
        },
      }),
    );
  }

  private constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Keys that are there already and begin so. */
  async keys(prefix: string): Promise<Set<string>> {
    const { kvs = [] } = await this.#post<{ kvs?: Array<{ key: string }> }>(
      '/v3/kv/range',
      {
        key: base64(prefix),
        // The first key that does not begin so.
        range_end: base64(`${prefix.slice(0, -1)}0`),
        keys_only: true,
      },
    );
    return new Set(kvs.map(({ key }) => Buffer.from(key, 'base64').toString()));
  }

  async putAll(objects: Iterable<StoredObject>): Promise<void> {
    const batches = batchesOf(objects);
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        for (const { puts } of batches) {
          await this.#post('/v3/kv/txn', {
            success: puts.map(put => ({ request_put: put })),
          });
        }
      }),
    );
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #post<T>(path: string, body: object): Promise<T> {
    const response = await this.#pool.request({
      method: 'POST',
      path,
      body: JSON.stringify(body),
    });
    const text = await response.body.text();
    if (response.statusCode !== 200) {
      throw new Error(`etcd answered ${response.statusCode}: ${text}`);
    }
    return JSON.parse(text) as T;
  }
}

function* batchesOf(objects: Iterable<StoredObject>): Generator<Batch> {
  let batch: Batch = { puts: [], bytes: 0 };
  for (const { key, object } of objects) {
    const value = base64(JSON.stringify(object));
    if (
      batch.puts.length === MAX_BATCH ||
      (batch.puts.length > 0 && batch.bytes + value.length > MAX_BATCH_BYTES)
    ) {
      yield batch;
      batch = { puts: [], bytes: 0 };
    }
    batch.puts.push({ key: base64(key), value });
    batch.bytes += value.length;
  }
  if (batch.puts.length > 0) {
    yield batch;
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
