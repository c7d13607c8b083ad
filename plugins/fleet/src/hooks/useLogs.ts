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

import { useCallback, useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { LogQuery } from '@slipway/backstage-plugin-fleet-common';
import { fleetApiRef, isDenied, type LiveValue, type Snapshot } from '../api';

/** Text that came is shown together this often, however fast it comes. */
const FLUSH_MS = 200;
/** A followed log that brings nothing for so long is shown as empty. */
const QUIET_MS = 1_500;
/** A browser tab keeps so much of a log; older text goes. */
const MAX_CHARACTERS = 4_000_000;

const LOADING: Snapshot<string> = { state: 'loading', connected: true };

/** The log of a container; with `follow` it grows as the container writes. */
export function useLogs(
  entityRef: string,
  query: LogQuery | undefined,
  follow: boolean,
): LiveValue<string> {
  const api = useApi(fleetApiRef);
  const [snapshot, setSnapshot] = useState<Snapshot<string>>(LOADING);
  const [attempt, setAttempt] = useState(0);
  const key = JSON.stringify(query);

  useEffect(() => {
    setSnapshot(LOADING);
    if (!key) {
      return undefined;
    }
    const logQuery = JSON.parse(key) as LogQuery;
    const controller = new AbortController();
    const { signal } = controller;
    const sink = createTextSink(value => {
      if (!signal.aborted) {
        setSnapshot({ state: 'ready', value, connected: true });
      }
    });
    const read = async () => {
      if (!follow) {
        sink.append(await api.getLogs(entityRef, logQuery, { signal }));
        return;
      }
      for await (const text of api.followLogs(entityRef, logQuery, {
        signal,
      })) {
        sink.append(text);
      }
    };
    // A container that writes nothing has an empty log, not one that never comes.
    const quiet = follow
      ? setTimeout(() => sink.append(''), QUIET_MS)
      : undefined;
    read().catch(error => {
      clearTimeout(quiet);
      sink.close();
      if (!signal.aborted) {
        const state = isDenied(error) ? 'denied' : 'error';
        // What was read stays in view.
        setSnapshot(({ value }) => ({
          state,
          error,
          value: value || undefined,
          connected: true,
        }));
      }
    });
    return () => {
      controller.abort();
      clearTimeout(quiet);
      sink.close();
    };
  }, [api, entityRef, key, follow, attempt]);

  const retry = useCallback(() => setAttempt(count => count + 1), []);
  return { ...snapshot, retry };
}

function createTextSink(onText: (text: string) => void) {
  let all = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    append(text: string) {
      all = (all + text).slice(-MAX_CHARACTERS);
      timer ??= setTimeout(() => {
        timer = undefined;
        onText(all);
      }, FLUSH_MS);
    },
    close() {
      clearTimeout(timer);
    },
  };
}
