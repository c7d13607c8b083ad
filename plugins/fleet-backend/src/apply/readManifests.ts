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
import { isRecord } from './isRecord';
import { parseAllDocuments } from 'yaml';
import type {
  KubernetesObject,
  ManifestProblem,
} from '@slipway/backstage-plugin-fleet-common';

/** Counted before it is read: a parser needs many times as much. */
const MAX_BYTES = 1024 * 1024;
const MAX_MANIFESTS = 200;
/** A document begins with `---` at the start of a line; counted before the text is parsed. */
const DOCUMENT = /^---/gm;
/** Aliases that blow up when they are followed: https://en.wikipedia.org/wiki/Billion_laughs_attack */
const MAX_ALIASES = 100;
/** Deeper than any Kubernetes object; a parser that calls itself ends with its stack. */
const MAX_DEPTH = 64;

/** What was read, or why nothing can be. */
export interface ReadManifests {
  manifests: KubernetesObject[];
  problems: ManifestProblem[];
}

/** Objects as they come in over HTTP: nothing is known of them yet. */
export interface RawSource {
  manifests?: unknown[];
  yaml?: string;
}

/**
 * Reads manifests, each to an object with apiVersion, kind and a name; `List` kinds become their items.
 *
 * Nothing here trusts its input: size, number, aliases and depth are bounded before they cost anything.
 *
 * @throws InputError when there is not exactly one source
 */
export function readManifests({ manifests, yaml }: RawSource): ReadManifests {
  if ((manifests === undefined) === (yaml === undefined)) {
    throw new InputError('Give either manifests or yaml.');
  }
  const problems: ManifestProblem[] = [];
  const values = yaml === undefined ? manifests! : parseYaml(yaml, problems);
  if (problems.length > 0) {
    return { manifests: [], problems };
  }
  const objects = values.flatMap(value => unpackList(value));
  const whole = findProblemOfAll(objects);
  if (whole) {
    return { manifests: [], problems: [{ message: whole }] };
  }
  objects.forEach((object, index) => {
    const message = findShapeProblem(object);
    if (message) {
      problems.push({
        index,
        message: `Manifest ${index + 1}${describe(object)}: ${message}`,
      });
    }
  });
  return {
    manifests: problems.length > 0 ? [] : (objects as KubernetesObject[]),
    problems,
  };
}

function parseYaml(yaml: string, problems: ManifestProblem[]): unknown[] {
  const tooMuch =
    Buffer.byteLength(yaml) > MAX_BYTES
      ? tooLarge()
      : tooMany(yaml.match(DOCUMENT)?.length ?? 0);
  if (tooMuch) {
    problems.push({ message: tooMuch });
    return [];
  }
  try {
    // Keys that are there twice are errors to this parser; so are tags that it does not know, as warnings.
    const documents = parseAllDocuments(yaml, { uniqueKeys: true });
    return [...documents].flatMap((document, index) => {
      const [fault] = [...document.errors, ...document.warnings];
      if (fault) {
        problems.push({
          index,
          message: `Document ${
            index + 1
          } is not YAML that Slipway reads: ${describeFault(fault)}`,
        });
        return [];
      }
      const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
      // A document that is empty but for comments.
      return value === null || value === undefined ? [] : [value].flat();
    });
  } catch (error) {
    problems.push({
      message: `This is not YAML that Slipway reads: ${describeFault(error)}`,
    });
    return [];
  }
}

/** The parser's sentence without the picture of the place; it calls itself, and ends with its stack. */
function describeFault(error: unknown): string {
  const [sentence] = String((error as Error).message).split('\n');
  return sentence.includes('call stack')
    ? `it is nested deeper than ${MAX_DEPTH} levels.`
    : sentence.replace(/:$/, '.');
}

/** `kubectl get -o yaml` answers with a `List`; nobody can apply one, only its items. */
function unpackList(value: unknown, depth = 0): unknown[] {
  if (
    isRecord(value) &&
    typeof value.kind === 'string' &&
    value.kind.endsWith('List') &&
    Array.isArray(value.items) &&
    depth < MAX_DEPTH
  ) {
    return value.items.flatMap(item => unpackList(item, depth + 1));
  }
  return [value];
}

function findProblemOfAll(objects: unknown[]): string | undefined {
  if (objects.length === 0) {
    return 'There is no object in the manifest.';
  }
  if (objects.length > MAX_MANIFESTS) {
    return tooMany(objects.length);
  }
  if (objects.some(object => depthOf(object, 0) > MAX_DEPTH)) {
    return `The manifests are nested deeper than ${MAX_DEPTH} levels.`;
  }
  return Buffer.byteLength(JSON.stringify(objects)) > MAX_BYTES
    ? tooLarge()
    : undefined;
}

function findShapeProblem(object: unknown): string | undefined {
  if (!isRecord(object)) {
    return 'it is not an object.';
  }
  const { apiVersion, kind, metadata } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
    return 'it lacks apiVersion or kind.';
  }
  if (!isRecord(metadata)) {
    return 'it lacks metadata.';
  }
  if (metadata.generateName !== undefined) {
    return 'metadata.generateName may not be set: applying it again would create another object. Give it a name.';
  }
  if (typeof metadata.name !== 'string') {
    return 'it lacks metadata.name.';
  }
  if (
    metadata.namespace !== undefined &&
    typeof metadata.namespace !== 'string'
  ) {
    return 'metadata.namespace is not text.';
  }
  return (
    findMapProblem('labels', metadata.labels) ??
    findMapProblem('annotations', metadata.annotations) ??
    findKeyProblem(object)
  );
}

function findMapProblem(field: string, value: unknown): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (!isRecord(value)) {
    return `metadata.${field} is not a map.`;
  }
  const wrong = Object.keys(value).find(key => typeof value[key] !== 'string');
  return wrong === undefined
    ? undefined
    : `metadata.${field} ${wrong} is not text: put it in quotes.`;
}

/** No field of Kubernetes is called so; in JavaScript it is the way to change what all objects have. */
function findKeyProblem(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    return value.map(findKeyProblem).find(Boolean);
  }
  if (!isRecord(value)) {
    return undefined;
  }
  return Object.hasOwn(value, '__proto__')
    ? 'a field is called __proto__.'
    : Object.values(value).map(findKeyProblem).find(Boolean);
}

function depthOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) {
    return depth;
  }
  return Object.values(value).reduce(
    (deepest: number, child) => Math.max(deepest, depthOf(child, depth + 1)),
    depth,
  );
}

function tooLarge(): string {
  return 'The manifests are larger than 1 MiB together.';
}

function tooMany(count: number): string | undefined {
  return count > MAX_MANIFESTS
    ? `At most ${MAX_MANIFESTS} objects can be changed at once, not ${count}.`
    : undefined;
}

function describe(object: unknown): string {
  if (!isRecord(object)) {
    return '';
  }
  const name = isRecord(object.metadata) ? object.metadata.name : undefined;
  const words = [object.kind, name].filter(word => typeof word === 'string');
  return words.length > 0 ? ` (${words.join(' ').slice(0, 200)})` : '';
}
