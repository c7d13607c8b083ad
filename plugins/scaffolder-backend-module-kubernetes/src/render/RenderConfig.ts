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

import type { RootConfigService } from '@backstage/backend-plugin-api';

const DEFAULT_TIMEOUT_SECONDS = 30;

/** Which programs render, and for how long. */
export interface RenderConfig {
  /** Path of `kustomize`, or of `kubectl`, which has it built in; found on the PATH without. */
  kustomize?: string;
  /** Path of `helm`; found on the PATH without. */
  helm?: string;
  timeoutMs: number;
}

export function readRenderConfig(config: RootConfigService): RenderConfig {
  const render = config.getOptionalConfig('slipway.kubernetes.render');
  return {
    kustomize: render?.getOptionalString('kustomize'),
    helm: render?.getOptionalString('helm'),
    timeoutMs:
      1000 *
      (render?.getOptionalNumber('timeoutSeconds') ?? DEFAULT_TIMEOUT_SECONDS),
  };
}
