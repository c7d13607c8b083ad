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

import Tooltip from '@material-ui/core/Tooltip';
import { formatAgo, formatClock, formatExactTime } from '../../format';
import { useNow } from '../../hooks';

/** Props of {@link RelativeTime}. */
export interface RelativeTimeProps {
  /** ISO 8601. */
  time: string;
  /** `ago` ticks; `clock` shows when it was. */
  as?: 'ago' | 'clock';
}

/** A moment as people say it, with the exact one on hover. */
export function RelativeTime(props: RelativeTimeProps) {
  const { time, as = 'ago' } = props;
  const now = useNow();
  return (
    <Tooltip title={formatExactTime(time)}>
      <time dateTime={time}>
        {as === 'ago' ? formatAgo(time, now) : formatClock(time, now)}
      </time>
    </Tooltip>
  );
}
