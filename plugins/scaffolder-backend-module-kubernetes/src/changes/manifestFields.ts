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

import type { z as Zod } from 'zod/v3';

/** The input with which an action gets manifests. */
export const manifestFields = {
  manifest: (z: typeof Zod) =>
    z
      .union([
        z.string(),
        z.record(z.unknown()),
        z.array(z.record(z.unknown())),
      ])
      .optional()
      .describe(
        'The objects: YAML with one or more documents, an object, or a list of objects',
      ),
  manifestPath: (z: typeof Zod) =>
    z
      .string()
      .optional()
      .describe('A YAML file of the workspace, in place of manifest'),
};
