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

import { countReads, cpuSecondsIn } from './ApiServers';

describe('countReads', () => {
  it('counts reads and leaves out writes and what the control plane does for itself', () => {
    expect(
      countReads(
        [
          '# HELP apiserver_request_total Counter',
          'apiserver_request_total{code="200",resource="pods",verb="LIST"} 4',
          'apiserver_request_total{code="200",resource="pods",verb="GET"} 2',
          'apiserver_request_total{code="201",resource="pods",verb="POST"} 9',
          'apiserver_request_total{code="200",resource="leases",verb="GET"} 70',
        ].join('\n'),
      ),
    ).toBe(6);
  });
});

describe('cpuSecondsIn', () => {
  it('finds user and system time behind whatever the program is called', () => {
    const stat =
      '4242 (a ) b) S 1 4242 4242 0 -1 4194560 9 0 0 0 150 50 0 0 20';
    expect(cpuSecondsIn(stat)).toBe(2);
  });
});
