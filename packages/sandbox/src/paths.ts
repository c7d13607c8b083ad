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

import { join, resolve } from 'node:path';

// The folder of this file. The sandbox is private and always runs from the source tree, so that paths relative to this file hold.
// eslint-disable-next-line no-restricted-syntax
export const SOURCE_DIR = __dirname;

/** Root of the sandbox package. */
export const PACKAGE_DIR = resolve(SOURCE_DIR, '..');
/** Root of the repository. */
export const REPO_DIR = resolve(PACKAGE_DIR, '../..');
/** One folder per Go module that tools are built from. */
export const TOOLS_DIR = join(PACKAGE_DIR, 'tools');
/** Manifests that seed the clusters. */
export const SEED_MANIFESTS_DIR = join(REPO_DIR, 'catalog/manifests');
/** The load that is offered to the seeded apps. */
export const LOAD_FILE = join(REPO_DIR, 'catalog/load.yaml');
/** What users apply to give Slipway access; the sandbox applies the very same. */
export const ACCESS_MANIFEST = join(
  REPO_DIR,
  'plugins/fleet-node/manifests/slipway-access.yaml',
);
