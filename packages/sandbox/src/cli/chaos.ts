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

import { Cluster } from '../cluster';

/** What `sandbox chaos` can do to a cluster's API server and what is behind it, with the sentence that says it is done. */
export const CHAOS_ACTIONS: Record<
  string,
  { does: string; run: (cluster: Cluster) => Promise<void> | void }
> = {
  stop: {
    does: 'is stopped; connections are refused',
    run: cluster => cluster.stopApiServer(),
  },
  start: {
    does: 'is started and ready',
    run: cluster => cluster.startApiServer(),
  },
  restart: {
    does: 'was restarted and is ready',
    run: cluster => cluster.restartApiServer(),
  },
  freeze: {
    does: 'is frozen; connections stay open and nothing is answered',
    run: cluster => cluster.freezeApiServer(),
  },
  thaw: {
    does: 'goes on',
    run: cluster => cluster.thawApiServer(),
  },
  save: {
    does: 'goes on; all that it holds was saved',
    run: cluster => cluster.saveState(),
  },
  rewind: {
    does: 'is back at what was saved, at an earlier revision of etcd',
    run: cluster => cluster.rewind(),
  },
};
