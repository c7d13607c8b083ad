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

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { createAppConfig } from './createAppConfig';
import { type KubeContext, readKubeconfig } from './readKubeconfig';

const TOKEN_LIFETIME = '24h';
const ACCESS_MANIFEST = 'plugins/fleet-node/manifests/slipway-access.yaml';

/**
 * The token of Slipway's service account in a cluster; asked of the cluster with the user's own kubectl, which
 * knows every way to sign in.
 */
function mintToken(kubeconfig: string, context: KubeContext): string {
  const access = ['--kubeconfig', kubeconfig, '--context', context.name];
  try {
    return execFileSync(
      'kubectl',
      [
        ...access,
        '-n',
        'slipway-system',
        'create',
        'token',
        'slipway',
        `--duration=${TOKEN_LIFETIME}`,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    ).trim();
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Error(
      missing
        ? `Context ${context.name} holds no token, and kubectl, which could ask for one, is missing. Install kubectl, or put a service account's token into the file.`
        : `Context ${context.name} has no service account for Slipway yet. Make it with: kubectl --kubeconfig ${kubeconfig} --context ${context.name} apply -f ${ACCESS_MANIFEST}`,
    );
  }
}

function main(kubeconfig: string, target: string): void {
  const contexts = readKubeconfig(kubeconfig).map(context => ({
    ...context,
    token: context.token ?? mintToken(kubeconfig, context),
  }));
  // The file holds tokens: nobody else may read it.
  writeFileSync(target, stringify(createAppConfig(contexts)), { mode: 0o600 });
  process.stdout.write(`  ${contexts.map(({ name }) => name).join(', ')}\n`);
}

try {
  main(process.argv[2], process.argv[3]);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
