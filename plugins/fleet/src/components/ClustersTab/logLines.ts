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

/** A line of a log, taken apart for reading. */
export interface LogLine {
  number: number;
  /** `14:05:12.003`, where the line begins with an RFC 3339 time. */
  time?: string;
  level?: 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';
  text: string;
}

const TIME = /^(\d{4}-\d\d-\d\d[T ])(\d\d:\d\d:\d\d(?:[.,]\d{1,3})?)\S*\s+/;
const LEVEL =
  /^[[(]?(trace|debug|info|warn(?:ing)?|error|fatal|panic)[\])]?:?(?=\s)\s*/i;
/** Colour codes of terminals; they would be noise here. */
// eslint-disable-next-line no-control-regex
const ANSI = /\u001b\[[0-9;]*[A-Za-z]/g;

/** @returns the lines of a log; an unfinished last one too */
export function parseLog(log: string): LogLine[] {
  const lines = log.replace(ANSI, '').split('\n');
  if (lines[lines.length - 1] === '') {
    lines.pop();
  }
  return lines.map((line, index) => parseLine(line, index + 1));
}

function parseLine(line: string, number: number): LogLine {
  let text = line;
  const time = TIME.exec(text);
  if (time) {
    text = text.slice(time[0].length);
  }
  const level = LEVEL.exec(text);
  if (level) {
    text = text.slice(level[0].length);
  }
  return {
    number,
    time: time?.[2].replace(',', '.'),
    level: level ? normalizeLevel(level[1]) : undefined,
    text,
  };
}

function normalizeLevel(level: string): LogLine['level'] {
  const name = level.toLocaleUpperCase('en-US');
  if (name === 'WARNING') {
    return 'WARN';
  }
  return name === 'PANIC' ? 'FATAL' : (name as LogLine['level']);
}

/** @returns whether a line holds a text, in any case */
export function matchesSearch(line: LogLine, search: string): boolean {
  return (
    search !== '' &&
    line.text
      .toLocaleLowerCase('en-US')
      .includes(search.toLocaleLowerCase('en-US'))
  );
}
