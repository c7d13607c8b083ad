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

import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import { NotFoundError } from '@backstage/errors';
import type { RenderConfig } from './RenderConfig';

/** What renders a folder. */
export type RenderTool = 'kustomize' | 'helm';

/** A program, and the arguments that stand before all others. */
export interface Program {
  path: string;
  args: string[];
}

const CANDIDATES: Record<RenderTool, string[]> = {
  kustomize: ['kustomize', 'kubectl'],
  helm: ['helm'],
};

/**
 * The program of a tool: where the configuration says, else on the PATH.
 *
 * @throws NotFoundError that names the tool, and how to configure it
 */
export async function findProgram(
  tool: RenderTool,
  config: RenderConfig,
  searchPath: string | undefined = process.env.PATH,
): Promise<Program> {
  const configured = config[tool];
  if (configured !== undefined) {
    if (await isExecutable(configured)) {
      return toProgram(tool, configured);
    }
    throw new NotFoundError(
      `The program ${configured} of slipway.kubernetes.render.${tool} cannot be run by the backend.`,
    );
  }
  // An entry that is not absolute would make it depend on where the backend was started.
  const folders = (searchPath ?? '').split(delimiter).filter(isAbsolute);
  for (const candidate of CANDIDATES[tool]) {
    for (const folder of folders) {
      const path = join(folder, candidate);
      if (await isExecutable(path)) {
        return toProgram(tool, path);
      }
    }
  }
  throw new NotFoundError(
    `${CANDIDATES[tool].join(
      ' or ',
    )} is not on the PATH of the backend, so nothing was rendered. The platform team installs it, or says where it is with slipway.kubernetes.render.${tool}.`,
  );
}

function toProgram(tool: RenderTool, path: string): Program {
  if (tool === 'helm') {
    return { path, args: ['template'] };
  }
  const isKubectl = basename(path).startsWith('kubectl');
  return { path, args: [isKubectl ? 'kustomize' : 'build'] };
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
