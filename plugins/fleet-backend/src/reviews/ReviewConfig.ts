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

import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const AT = 'slipway.fleet.subjectAccessReview';
const PLACEHOLDERS = new Set(['{kind}', '{namespace}', '{name}']);
/** Names that begin so belong to Kubernetes itself. */
export const RESERVED_PREFIX = 'system:';

/** `slipway.fleet.subjectAccessReview` of app-config, with defaults. */
export interface ReviewConfig {
  /** Template of the name by which clusters know a user. */
  user: string;
  /** Annotation of the user entity that says the name, instead of the template. */
  userAnnotation?: string;
  /** Template of the names by which clusters know a user's groups. */
  group: string;
  /** Groups that every user is in. */
  extraGroups: string[];
  /** Subjects of services that no cluster is asked about. */
  trustedServices: ReadonlySet<string>;
  /** How long an answer is used again. */
  cacheMs: number;
}

/** @throws InputError when a value cannot be used */
export function readReviewConfig(root: Config): ReviewConfig {
  const config = root.getOptionalConfig(AT);
  const cacheSeconds = config?.getOptionalNumber('cacheSeconds') ?? 30;
  if (!(cacheSeconds >= 1 && cacheSeconds <= 600)) {
    throw new InputError(`${AT}.cacheSeconds must be from 1 to 600.`);
  }
  return {
    user: template(config, 'user', 'user:{namespace}/{name}'),
    userAnnotation: config?.getOptionalString('userAnnotation'),
    group: template(config, 'group', 'group:{namespace}/{name}'),
    extraGroups: config?.getOptionalStringArray('extraGroups') ?? [],
    trustedServices: new Set(
      config?.getOptionalStringArray('trustedServices') ?? [],
    ),
    cacheMs: cacheSeconds * 1_000,
  };
}

function template(
  config: Config | undefined,
  key: string,
  fallback: string,
): string {
  const text = config?.getOptionalString(key) ?? fallback;
  for (const [placeholder] of text.matchAll(/\{[^}]*\}/g)) {
    if (!PLACEHOLDERS.has(placeholder)) {
      throw new InputError(
        `${AT}.${key} has ${placeholder}; use {kind}, {namespace} and {name}.`,
      );
    }
  }
  if (!text.includes('{name}')) {
    throw new InputError(
      `${AT}.${key} must have {name}, or all would have the same rights.`,
    );
  }
  if (text.startsWith(RESERVED_PREFIX)) {
    throw new InputError(
      `${AT}.${key} must not begin with ${RESERVED_PREFIX}, which is Kubernetes' own.`,
    );
  }
  return text;
}
