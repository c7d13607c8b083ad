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

/**
 * Why an API server gave no answer that can be used. It is data: one cluster's error never throws through a view.
 */
export interface TransportError {
  kind:
    | 'unauthorized'
    | 'forbidden'
    | 'not-found'
    | 'conflict'
    | 'gone'
    | 'throttled'
    | 'rejected'
    | 'server-error'
    | 'unreachable'
    | 'timeout'
    | 'credential'
    | 'no-room'
    | 'aborted';
  /** HTTP status, where there was one. */
  status?: number;
  /** A plain sentence without secrets and without a full stop, to stand after the cluster's name. */
  message: string;
  /** What the API server asks to wait. */
  retryAfterMs?: number;
  /** The API server's `Status` object, for conflicts and refusals. */
  body?: KubernetesStatus;
}

/** The part of Kubernetes' `Status` object that fleet reads. */
export interface KubernetesStatus {
  code?: number;
  reason?: string;
  message?: string;
  details?: {
    /** Plural of the resource that it is about, which for a missing namespace is not the one asked for. */
    kind?: string;
    causes?: Array<{ reason?: string; message?: string; field?: string }>;
  };
}

export type TransportResult<T> =
  | { ok: true; value: T }
  | { ok: false; error: TransportError };

const KINDS = new Map<number, TransportError['kind']>([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [409, 'conflict'],
  [410, 'gone'],
  [429, 'throttled'],
]);

/** What an HTTP status means. */
export function errorOfStatus(
  status: number,
  options: { doing: string; body?: KubernetesStatus; retryAfter?: string },
): TransportError {
  const retryAfter = Number(options.retryAfter);
  return {
    kind: KINDS.get(status) ?? (status >= 500 ? 'server-error' : 'rejected'),
    status,
    message: sentence(status, options.doing, options.body),
    retryAfterMs:
      options.retryAfter && Number.isFinite(retryAfter)
        ? retryAfter * 1_000
        : undefined,
    body: options.body,
  };
}

/** What a failed connection means; `error` is what undici or Node threw. */
export function errorOfException(
  error: unknown,
  options: { doing: string; timeoutMs: number },
): TransportError {
  const { name, code, message } = describe(error);
  if (name === 'AbortError') {
    return { kind: 'aborted', message: `was asked to stop (${options.doing})` };
  }
  if (name === 'TimeoutError' || /TIMEOUT|ETIMEDOUT/.test(code)) {
    const seconds = Math.round(options.timeoutMs / 1_000);
    return {
      kind: 'timeout',
      message: `did not answer within ${seconds} s (${options.doing})`,
    };
  }
  // Failed connections carry a code, so without one it is the answer that was wrong.
  return code
    ? { kind: 'unreachable', message: unreachable(code) }
    : {
        kind: 'server-error',
        message: `sent what cannot be read (${
          options.doing
        }): ${withoutFullStop(message)}`,
      };
}

function sentence(
  status: number,
  doing: string,
  body?: KubernetesStatus,
): string {
  switch (status) {
    case 401:
      return `refuses Slipway's credential (HTTP 401, ${doing})`;
    case 403:
      return `refuses Slipway (HTTP 403, ${doing})`;
    case 429:
      return `asks Slipway to slow down (HTTP 429, ${doing})`;
    default:
      return `answered HTTP ${status} (${doing})${
        body?.message ? `: ${withoutFullStop(body.message)}` : ''
      }`;
  }
}

/** What others say may be a whole sentence; here it is the end of one that goes on. */
export function withoutFullStop(text: string): string {
  return text.trimEnd().replace(/\.+$/, '');
}

function unreachable(code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refuses connections at its address';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'has an address that no name server knows';
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
    case 'EPIPE':
      return 'closed the connection';
    default:
      return /CERT|SELF_SIGNED|SSL|TLS/i.test(code)
        ? `has a certificate that is not trusted (${code})`
        : `cannot be reached (${code})`;
  }
}

/** Errors of Node's own modules are no `instanceof Error` where code runs in a context of its own, as in tests. */
function describe(error: unknown): {
  name: string;
  code: string;
  message: string;
} {
  const { name, code, message } = Object(error) as Record<string, unknown>;
  return {
    name: typeof name === 'string' ? name : '',
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : String(error),
  };
}
