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

import { createBackend } from '@backstage/backend-defaults';
import { mockServices } from '@backstage/backend-test-utils';

/** The program of `Replica`: a backend as one installs it, with the configuration that comes by its environment. */
async function main(): Promise<void> {
  const backend = createBackend();
  backend.add(
    mockServices.rootConfig.factory({
      data: JSON.parse(process.env.REPLICA_CONFIG!),
    }),
  );
  backend.add(import('@backstage/plugin-catalog-backend'));
  backend.add(import('@slipway/backstage-plugin-catalog-backend-module-fleet'));
  backend.add(import('../index'));
  await backend.start();
  process.send!('ready');
}

// It must not outlive the test that started it.
process.on('disconnect', () => process.exit());

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
