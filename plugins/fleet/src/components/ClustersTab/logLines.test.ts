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

import { matchesSearch, parseLog } from './logLines';

describe('parseLog', () => {
  it.each([
    [
      '2026-11-12T14:05:02.377123Z WARN memory 15.1 GiB',
      { time: '14:05:02.377', level: 'WARN', text: 'memory 15.1 GiB' },
    ],
    [
      '2026-11-12 14:05:02,377 [error] failed',
      { time: '14:05:02.377', level: 'ERROR', text: 'failed' },
    ],
    ['warning: disk is full', { level: 'WARN', text: 'disk is full' }],
    ['information is not a level', { text: 'information is not a level' }],
    ['\u001b[31mred\u001b[0m', { text: 'red' }],
    ['  indented stack frame', { text: '  indented stack frame' }],
  ])('reads %j', (line, expected) => {
    expect(parseLog(line)).toEqual([
      { number: 1, time: undefined, level: undefined, ...expected },
    ]);
  });

  it('counts lines, empty ones too, without one behind the last break', () => {
    expect(parseLog('a\n\nb\n').map(({ text }) => text)).toEqual([
      'a',
      '',
      'b',
    ]);
    expect(parseLog('')).toEqual([]);
  });

  it('searches in any case', () => {
    const [line] = parseLog('Out Of Memory');
    expect(matchesSearch(line, 'memory')).toBe(true);
    expect(matchesSearch(line, '')).toBe(false);
    expect(matchesSearch(line, 'disk')).toBe(false);
  });
});
