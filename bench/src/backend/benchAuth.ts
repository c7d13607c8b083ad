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

import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';

/** Names who signs in; each viewer is a user of its own, as rights are kept in memory for each. */
export const USER_HEADER = 'x-bench-user';

/** Signs everybody in by name: for backends of benchmarks, which listen on loopback for some minutes. */
export const BENCH_AUTH = createBackendModule({
  pluginId: 'auth',
  moduleId: 'bench',
  register(env) {
    env.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'bench',
          factory: createProxyAuthProviderFactory({
            authenticator: createProxyAuthenticator({
              defaultProfileTransform: async () => ({ profile: {} }),
              initialize: () => undefined,
              authenticate: async ({ req }) => ({
                result: String(req.headers[USER_HEADER]),
              }),
            }),
            signInResolver: async ({ result }, context) => {
              const sub = `user:default/${result}`;
              return context.issueToken({ claims: { sub, ent: [sub] } });
            },
          }),
        });
      },
    });
  },
});
