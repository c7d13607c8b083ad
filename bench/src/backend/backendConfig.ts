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

import type { Sandbox } from '@slipway/sandbox';
import type { BackendFlavour } from './BackendFlavour';

/** Configuration of a backend of the benchmarks. */
export function backendConfig(
  sandbox: Pick<Sandbox, 'appConfig'>,
  options: { port: number; catalogFile: string; flavour: BackendFlavour },
): object {
  const clusters = sandbox.appConfig() as {
    slipway: { fleet: object };
  };
  const url = `http://127.0.0.1:${options.port}`;
  return {
    ...clusters,
    slipway: {
      fleet: {
        ...clusters.slipway.fleet,
        stockTab: {
          enabled: ['module', 'parsed'].includes(options.flavour),
          stream: options.flavour !== 'parsed',
        },
      },
    },
    app: { baseUrl: url },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port: options.port },
      database: { client: 'better-sqlite3', connection: ':memory:' },
    },
    auth: { providers: { bench: {} } },
    permission: { enabled: true },
    catalog: {
      processingInterval: { hours: 1 },
      locations: [{ type: 'file', target: options.catalogFile }],
      rules: [{ allow: ['Component', 'Location'] }],
    },
  };
}
