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

import SyncProblem from '@material-ui/icons/SyncProblem';
import type { LiveValue } from '../../api';
import { ActionButton } from '../Controls';
import { Banner } from './Banner';

/** Says that the portal itself sends no updates, while the last values stay in view. */
export function ConnectionStrip(props: { live: LiveValue<unknown> }) {
  const { connected, value, retry } = props.live;
  if (connected || value === undefined) {
    return null;
  }
  return (
    <Banner
      icon={SyncProblem}
      tone="warn"
      title="No live updates reach this tab."
      actions={
        <ActionButton small onClick={retry}>
          Retry now
        </ActionButton>
      }
    >
      You see what the portal sent last. Your apps run on; this tab connects
      again by itself.
    </Banner>
  );
}
