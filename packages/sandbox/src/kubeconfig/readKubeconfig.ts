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

import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';

/** One context of a kubeconfig file, with what Slipway can use of it. */
export interface KubeContext {
  name: string;
  server: string;
  /** Base64 PEM. */
  caData?: string;
  skipTLSVerify: boolean;
  /** A bearer token, where the user's entry holds one. */
  token?: string;
}

interface NamedEntry {
  name?: string;
  [key: string]: unknown;
}

/**
 * Reads the contexts of a kubeconfig file.
 *
 * @throws Error with a sentence for people, when the file is none or names something that it does not hold
 */
export function readKubeconfig(file: string): KubeContext[] {
  const config: unknown = parse(readFileSync(file, 'utf8'));
  if (!isRecord(config) || config.kind !== 'Config') {
    throw new Error(`${file} is no kubeconfig file: it has no "kind: Config".`);
  }
  const contexts = entries(config.contexts);
  if (contexts.length === 0) {
    throw new Error(
      `${file} names no context, so no cluster can be read from it.`,
    );
  }
  return contexts.map(context => {
    const refs = isRecord(context.context) ? context.context : {};
    const cluster = find(config.clusters, refs.cluster, 'cluster');
    const user = find(config.users, refs.user, 'user');
    if (!cluster || typeof cluster.server !== 'string') {
      throw new Error(
        `Context ${context.name} of ${file} names a cluster without a server.`,
      );
    }
    return {
      name: String(context.name),
      server: cluster.server,
      caData: inlineOrFile(
        cluster,
        'certificate-authority',
        dirname(resolve(file)),
      ),
      skipTLSVerify: cluster['insecure-skip-tls-verify'] === true,
      token: tokenOf(user, dirname(resolve(file))),
    };
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entries(value: unknown): NamedEntry[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function find(
  list: unknown,
  name: unknown,
  key: string,
): Record<string, unknown> | undefined {
  const entry = entries(list).find(item => item.name === name);
  return entry && isRecord(entry[key]) ? entry[key] : undefined;
}

function inlineOrFile(
  section: Record<string, unknown>,
  key: string,
  folder: string,
): string | undefined {
  const inline = section[`${key}-data`];
  if (typeof inline === 'string') {
    return inline;
  }
  const path = section[key];
  return typeof path === 'string'
    ? readFileSync(resolve(folder, path)).toString('base64')
    : undefined;
}

function tokenOf(
  user: Record<string, unknown> | undefined,
  folder: string,
): string | undefined {
  if (typeof user?.token === 'string') {
    return user.token;
  }
  const path =
    typeof user?.tokenFile === 'string'
      ? resolve(folder, user.tokenFile)
      : undefined;
  return path && existsSync(path)
    ? readFileSync(path, 'utf8').trim()
    : undefined;
}
