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
import { parseAllDocuments } from 'yaml';
import { KubeObject } from './KubeClient';

/**
 * All objects of a YAML text of one or many documents.
 *
 * @throws Error when the text is no YAML
 */
export function parseManifests(text: string): KubeObject[] {
  return parseAllDocuments(text).flatMap(document => {
    const [error] = document.errors ?? [];
    if (error) {
      throw error;
    }
    const object: unknown = document.toJS();
    return object ? [object as KubeObject] : [];
  });
}

/** All objects of a YAML file. */
export function readManifests(file: string): KubeObject[] {
  return parseManifests(readFileSync(file, 'utf8'));
}
