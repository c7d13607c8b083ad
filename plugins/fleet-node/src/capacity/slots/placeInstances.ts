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

import { ScoreHeap } from './ScoreHeap';
import type { SpreadCounter } from './SpreadCounter';

/** The domain of a node that has none. */
export const NO_DOMAIN = -1;

/** Nodes that take instances, each with what the order of placing goes by; all arrays by number of the node. */
export interface PlacingNodes {
  /** How many instances each has room for. */
  room: Int32Array;
  /** The higher, the sooner: the part of its resources that would be free with one more instance. */
  scores: Float64Array;
  /** What each instance takes of the score. */
  steps: Float64Array;
}

/** A spread constraint that new instances count for, with the domain of each node. */
export interface PlacingSpread {
  counter: SpreadCounter;
  domains: Int32Array;
}

export interface PlacingRules {
  spreads: readonly PlacingSpread[];
  /** Domains of each node in which only one new instance goes, or {@link NO_DOMAIN}. */
  exclusive: readonly Int32Array[];
  /** Domains of each node that all new instances must share. */
  together: readonly Int32Array[];
}

export interface PlacingLimit {
  instances: number;
  /** Looks at cells. */
  looks: number;
}

export interface Placed {
  /** How many instances each node got. */
  placed: Int32Array;
  /** Whether no more fit; not, where the limit was reached before. */
  complete: boolean;
}

/** Nodes that differ in nothing that more than one node is in. */
interface Cell {
  heap: ScoreHeap;
  /** A node of the cell, for the domains that all of them share. */
  any: number;
}

/** Whether no domain has more than one of the nodes. */
export function hasOneNodeEach(domains: Int32Array): boolean {
  const some = domains.filter(domain => domain !== NO_DOMAIN);
  return new Set(some).size === some.length;
}

class Placing {
  readonly #nodes: PlacingNodes;
  readonly #rules: PlacingRules;
  readonly #scores: Float64Array;
  readonly #placed: Int32Array;
  readonly #coarse: PlacingSpread[];
  readonly #fine: PlacingSpread[];
  /** Of each exclusive rule, the domains that have their instance. */
  readonly #taken: Array<Set<number>>;
  readonly #cellOf: Cell[] = [];
  /** By fine spread and by what its least must be: nodes that wait for it. */
  readonly #waiting: Array<Map<number, number[]>>;
  #cells: Cell[];

  constructor(nodes: PlacingNodes, rules: PlacingRules) {
    this.#nodes = nodes;
    this.#rules = rules;
    this.#scores = Float64Array.from(nodes.scores);
    this.#placed = new Int32Array(nodes.room.length);
    this.#fine = rules.spreads.filter(({ domains }) => hasOneNodeEach(domains));
    this.#coarse = rules.spreads.filter(spread => !this.#fine.includes(spread));
    this.#taken = rules.exclusive.map(() => new Set());
    this.#waiting = this.#fine.map(() => new Map());
    this.#cells = this.#cellsOf([...nodes.room.keys()]);
  }

  run({ instances, looks }: PlacingLimit): Placed {
    let looked = 0;
    for (let count = 0; count < instances && looked < looks; count += 1) {
      looked += this.#cells.length;
      const cell = this.#bestCell();
      const node = cell?.heap.pop();
      if (cell === undefined || node === undefined) {
        return { placed: this.#placed, complete: true };
      }
      this.#place(cell, node);
      if (count === 0 && this.#rules.together.length > 0) {
        this.#stayWith(node);
      }
    }
    return { placed: this.#placed, complete: false };
  }

  #bestCell(): Cell | undefined {
    let best: Cell | undefined;
    let bestScore = -Infinity;
    for (let at = 0; at < this.#cells.length; at += 1) {
      const cell = this.#cells[at];
      if (this.#isClosed(cell)) {
        this.#cells[at] = this.#cells[this.#cells.length - 1];
        this.#cells.pop();
        at -= 1;
      } else if (this.#takes(cell)) {
        const node = this.#top(cell);
        if (node !== undefined && this.#isBetter(node, best, bestScore)) {
          best = cell;
          bestScore = this.#scores[node];
        }
      }
    }
    return best;
  }

  /** Cells move as others close, so that of equal scores the lower node decides. */
  #isBetter(node: number, best: Cell | undefined, bestScore: number): boolean {
    const score = this.#scores[node];
    return (
      best === undefined ||
      score > bestScore ||
      (score === bestScore && node < best.heap.peek()!)
    );
  }

  /** Whether the cell never takes an instance again. */
  #isClosed({ any }: Cell): boolean {
    const { exclusive } = this.#rules;
    // Plain loops: this runs for each cell and instance.
    for (let at = 0; at < exclusive.length; at += 1) {
      if (this.#taken[at].has(exclusive[at][any])) {
        return true;
      }
    }
    return false;
  }

  /** Whether its domains take an instance now. */
  #takes({ any }: Cell): boolean {
    for (const { counter, domains } of this.#coarse) {
      if (!counter.takes(domains[any])) {
        return false;
      }
    }
    return true;
  }

  /** The best node of a cell that need not wait. */
  #top({ heap }: Cell): number | undefined {
    for (;;) {
      const node = heap.peek();
      if (node === undefined) {
        return undefined;
      }
      const blocking =
        this.#fine.length === 0
          ? -1
          : this.#fine.findIndex(
              ({ counter, domains }) => !counter.takes(domains[node]),
            );
      if (blocking < 0) {
        return node;
      }
      heap.pop();
      const { counter, domains } = this.#fine[blocking];
      const least = counter.leastFor(domains[node]);
      const waiting = this.#waiting[blocking].get(least);
      if (waiting) {
        waiting.push(node);
      } else {
        this.#waiting[blocking].set(least, [node]);
      }
    }
  }

  #place(cell: Cell, node: number): void {
    this.#placed[node] += 1;
    this.#scores[node] -= this.#nodes.steps[node];
    if (this.#placed[node] < this.#nodes.room[node]) {
      cell.heap.push(node);
    }
    this.#rules.exclusive.forEach((domains, at) => {
      if (domains[node] !== NO_DOMAIN) {
        this.#taken[at].add(domains[node]);
      }
    });
    this.#coarse.forEach(({ counter, domains }) => counter.add(domains[node]));
    this.#fine.forEach(({ counter, domains }, at) => {
      const before = counter.least;
      counter.add(domains[node]);
      if (counter.least > before) {
        this.#wake(at, counter.least);
      }
    });
  }

  #wake(spread: number, least: number): void {
    const nodes = this.#waiting[spread].get(least);
    this.#waiting[spread].delete(least);
    nodes?.forEach(node => this.#cellOf[node].heap.push(node));
  }

  /** From the first instance on, only nodes that share its domains come into question. */
  #stayWith(first: number): void {
    this.#waiting.forEach(waiting => waiting.clear());
    this.#cells = this.#cellsOf(
      [...this.#nodes.room.keys()].filter(node =>
        this.#rules.together.every(domains => domains[node] === domains[first]),
      ),
    );
  }

  #cellsOf(nodes: number[]): Cell[] {
    const keys = [
      ...this.#coarse.map(({ domains }) => domains),
      ...this.#rules.exclusive,
    ];
    const cells = new Map<string, Cell>();
    for (const node of nodes) {
      if (this.#placed[node] < this.#nodes.room[node]) {
        const key = keys.map(domains => domains[node]).join();
        let cell = cells.get(key);
        if (!cell) {
          cell = { heap: ScoreHeap.create(this.#scores), any: node };
          cells.set(key, cell);
        }
        cell.heap.push(node);
        this.#cellOf[node] = cell;
      }
    }
    return [...cells.values()];
  }
}

/**
 * Places instances one after the other, each on the node with most room among those that the rules allow, as the
 * scheduler does by default (`LeastAllocated`), until none fits or the limit is reached. Nothing is random: of equal
 * nodes the first is taken.
 *
 * Nodes are kept by cell, so that an instance costs one look at each cell and not at each node. Where each node is a
 * domain of its own, a node that must wait for others to fill up is put aside until they have.
 */
export function placeInstances(
  nodes: PlacingNodes,
  rules: PlacingRules,
  limit: PlacingLimit,
): Placed {
  return new Placing(nodes, rules).run(limit);
}
