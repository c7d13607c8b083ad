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

import type { Stats } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { InputError, NotAllowedError } from '@backstage/errors';

/** A file or folder that is really in the workspace. */
export interface WorkspacePath {
  /** From the workspace, with slashes; empty for the workspace itself. */
  path: string;
  absolute: string;
  stats: Stats;
}

/**
 * Finds a file or folder of the workspace. Symbolic links are not followed, since what an earlier step fetched may
 * point anywhere.
 *
 * @throws NotAllowedError when the path leads out of the workspace, or over a symbolic link
 * @throws InputError when nothing is there
 */
export async function findInWorkspace(
  workspacePath: string,
  path: string,
): Promise<WorkspacePath> {
  const workspace = await realpath(workspacePath);
  const absolute = resolve(workspace, path);
  const inside = relative(workspace, absolute);
  if (isAbsolute(path) || inside === '..' || inside.startsWith(`..${sep}`)) {
    throw new NotAllowedError(`${path} leads out of the workspace.`);
  }
  let real: string;
  try {
    real = await realpath(absolute);
  } catch {
    throw new InputError(`${path} is not in the workspace.`);
  }
  if (real !== absolute) {
    throw new NotAllowedError(
      `${path} is a symbolic link or stands behind one, which is not followed.`,
    );
  }
  return {
    path: inside.split(sep).join('/'),
    absolute,
    stats: await lstat(absolute),
  };
}
