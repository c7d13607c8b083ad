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

/** A line of a chart. */
export interface Series {
  name: string;
  points: Array<{ x: number; y: number }>;
}

/** A chart with logarithmic axes, as cost over size wants. */
export interface Chart {
  title: string;
  xLabel: string;
  yLabel: string;
  series: Series[];
}

/** A logarithmic axis from one length to another, in the picture's own units. */
export class LogAxis {
  readonly #from: number;
  readonly #to: number;
  readonly #start: number;
  readonly #length: number;

  /** @param values - all that is to be shown, above 0 */
  constructor(values: number[], start: number, length: number) {
    this.#from = Math.floor(Math.log10(Math.min(...values)));
    this.#to = Math.max(
      this.#from + 1,
      Math.ceil(Math.log10(Math.max(...values))),
    );
    this.#start = start;
    this.#length = length;
  }

  /** Where a value stands. */
  at(value: number): number {
    const part = (Math.log10(value) - this.#from) / (this.#to - this.#from);
    return this.#start + part * this.#length;
  }

  /** The powers of ten. */
  get ticks(): number[] {
    return Array.from(
      { length: this.#to - this.#from + 1 },
      (_, index) => 10 ** (this.#from + index),
    );
  }
}

/** 1000 as 1k. */
export function shortNumber(value: number): string {
  if (value >= 1_000) {
    return `${Number((value / 1_000).toPrecision(3))}k`;
  }
  return String(Number(value.toPrecision(3)));
}
