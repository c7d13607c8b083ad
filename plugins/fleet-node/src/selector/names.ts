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

import { InputError } from '@backstage/errors';

/** Longest label value and longest name part of a label key, in characters (Kubernetes, "Labels and Selectors"). */
const LABEL_LENGTH = 63;
/** Longest DNS subdomain, in characters (RFC 1123). */
const SUBDOMAIN_LENGTH = 253;

const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
// ARNs and kubeconfig contexts are common cluster names, so `:`, `/`, `@` and `_` are allowed.
const CLUSTER_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.:/@]*[A-Za-z0-9])?$/;

/** Whether a string can stand as the value of a label. */
export function isLabelValue(value: string): boolean {
  return value.length <= LABEL_LENGTH && LABEL_VALUE.test(value);
}

/** Whether a string can stand as the key of a label: `name` or `dns.subdomain/name`. */
export function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  return (
    name.length > 0 &&
    isLabelValue(name) &&
    (prefix === undefined || isDnsSubdomain(prefix))
  );
}

/** Whether a string can be the name of a namespace or a container. */
export function isDnsLabel(name: string): boolean {
  return name.length <= LABEL_LENGTH && DNS_LABEL.test(name);
}

/** Whether a string can be the name of most Kubernetes objects. */
export function isDnsSubdomain(name: string): boolean {
  return name.length <= SUBDOMAIN_LENGTH && DNS_SUBDOMAIN.test(name);
}

/** Whether a string can be the name of a cluster of the fleet. */
export function isClusterName(name: string): boolean {
  return name.length <= SUBDOMAIN_LENGTH && CLUSTER_NAME.test(name);
}

/**
 * Splits a list with commas between its items, without duplicates and empty items.
 *
 * @throws InputError when an item does not pass `isValid`, or there are more than `max`
 */
export function parseNames(
  text: string,
  options: { what: string; max: number; isValid(name: string): boolean },
): string[] {
  const names = new Set(
    text
      .split(',')
      .map(name => name.trim())
      .filter(name => name !== ''),
  );
  if (names.size > options.max) {
    throw new InputError(
      `${options.what} names ${names.size} items; at most ${options.max} are read.`,
    );
  }
  for (const name of names) {
    if (!options.isValid(name)) {
      throw new InputError(
        `${options.what} holds ${quote(name)}, which is not a valid name.`,
      );
    }
  }
  return [...names];
}

/** An untrusted value made short and printable for an error. */
export function quote(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
