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

import { ServiceUnavailableError, toError } from '@backstage/errors';
import type { PrometheusConfig } from '../config';

const TIMEOUT_MS = 10_000;

export interface Sample {
  labels: Readonly<Record<string, string>>;
  value: number;
}

export interface Series {
  labels: Readonly<Record<string, string>>;
  /** Pairs of epoch seconds and value. */
  values: ReadonlyArray<readonly [number, number]>;
}

interface RawResult {
  metric: Record<string, string>;
  value?: [number, string];
  values?: Array<[number, string]>;
}

/** Asks a Prometheus, or what speaks its HTTP API. */
export class PrometheusClient {
  readonly #url: string;
  readonly #token: string | undefined;

  constructor(config: Pick<PrometheusConfig, 'url' | 'token'>) {
    this.#url = config.url;
    this.#token = config.token;
  }

  /**
   * The newest value of each series.
   *
   * @throws ServiceUnavailableError with a plain sentence when Prometheus does not answer the query
   */
  async query(promql: string, signal?: AbortSignal): Promise<Sample[]> {
    const results = await this.#ask('query', { query: promql }, signal);
    return results
      .map(({ metric, value }) => ({
        labels: metric,
        value: Number(value?.[1]),
      }))
      .filter(({ value }) => Number.isFinite(value));
  }

  /**
   * Values at regular times.
   *
   * @param range in epoch seconds
   * @throws ServiceUnavailableError with a plain sentence when Prometheus does not answer the query
   */
  async queryRange(
    promql: string,
    range: { start: number; end: number; step: number },
    signal?: AbortSignal,
  ): Promise<Series[]> {
    const results = await this.#ask(
      'query_range',
      {
        query: promql,
        start: String(range.start),
        end: String(range.end),
        step: String(range.step),
      },
      signal,
    );
    return results.map(({ metric, values }) => ({
      labels: metric,
      values: (values ?? []).map(
        ([time, value]) => [time, Number(value)] as const,
      ),
    }));
  }

  async #ask(
    endpoint: string,
    parameters: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<RawResult[]> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(`${this.#url}/api/v1/${endpoint}`, {
        method: 'POST',
        body: new URLSearchParams(parameters),
        headers: this.#token ? { authorization: `Bearer ${this.#token}` } : {},
        // A token must not follow a redirect to somewhere else.
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      const text = await response.text();
      if (!response.ok) {
        throw new ServiceUnavailableError(
          `Prometheus answered HTTP ${response.status}: ${text.slice(0, 300)}`,
        );
      }
      const answer: { data?: { result?: RawResult[] } } = JSON.parse(text);
      return answer.data?.result ?? [];
    } catch (error) {
      throw plainError(error);
    }
  }
}

/** The errors of `fetch` may hold the address, and an address may hold a password: their text goes nowhere. */
function plainError(error: unknown): Error {
  const { name } = toError(error);
  if (name === 'ServiceUnavailableError') {
    return error as Error;
  }
  if (name === 'SyntaxError') {
    return new ServiceUnavailableError(
      'Prometheus answered with something that is not JSON.',
    );
  }
  return new ServiceUnavailableError(
    name === 'TimeoutError'
      ? `Prometheus did not answer within ${TIMEOUT_MS / 1_000} s.`
      : 'Prometheus cannot be reached at its address.',
  );
}

/** An alternative of exact values, as a quoted PromQL regular expression. */
export function quoteAlternatives(values: readonly string[]): string {
  const pattern = values
    .map(value => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('|');
  const escaped = pattern
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n');
  return `"${escaped}"`;
}
