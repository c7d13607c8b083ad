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

import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { bookmark, line, rawPod } from './FakeApiServer';

interface Change {
  version: number;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  name: string;
  /** What tells two objects of one version apart. */
  content: string;
}

interface Stream {
  response: ServerResponse;
  /** The version of the last change that was sent. */
  at: number;
}

/** Where a version counts from: a resourceVersion of 0 means something else. */
const BEGINNING = 100;

/**
 * An API server of one kind with a history, as etcd keeps it: lists and watches tell the truth, save where a test makes
 * them fail. It takes its faults one by one, so that a test can mix them at will.
 */
export class SimulatedApiServer {
  /** What is wrong about the order of requests, as far as this server can tell. */
  readonly complaints: string[] = [];
  readonly #server: Server;
  readonly #refusals: number[] = [];
  #history: Change[] = [];
  #version = BEGINNING;
  /** Versions before this one are forgotten. */
  #oldest = BEGINNING;
  #contents = 0;
  #streams: Stream[] = [];
  #swapping: Change[] | undefined;
  #away = false;
  /** Nobody asked yet how it is since its past is another. */
  #unasked = false;
  #lists = 0;
  #snapshots = new Map<string, { version: number; items: object[] }>();
  #lastWatch: number | undefined;

  static async start(): Promise<SimulatedApiServer> {
    const simulated = new SimulatedApiServer();
    await new Promise<void>(resolve => {
      simulated.#server.listen(0, '127.0.0.1', resolve);
    });
    return simulated;
  }

  private constructor() {
    this.#server = createServer((request, response) =>
      this.#answer(request, response),
    );
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Open watches. */
  get watches(): number {
    return this.#streams.length;
  }

  /** Lists that were answered to their end. */
  get lists(): number {
    return this.#lists;
  }

  /** The truth: content and version by name. */
  objects(version = this.#version): Map<string, string> {
    const found = new Map<string, string>();
    for (const change of this.#history) {
      if (change.version <= version) {
        if (change.type === 'DELETED') {
          found.delete(change.name);
        } else {
          found.set(change.name, `${change.content}@${change.version}`);
        }
      }
    }
    return found;
  }

  /** Creates the object, or changes it. */
  put(name: string): void {
    this.#change(this.objects().has(name) ? 'MODIFIED' : 'ADDED', name);
  }

  delete(name: string): void {
    if (this.objects().has(name)) {
      this.#change('DELETED', name);
    }
  }

  /** Never ahead of a change that is still to be sent: that would be a lie which nobody can see through. */
  bookmark(): void {
    if (this.#swapping?.length) {
      return;
    }
    this.#write(bookmark(String(this.#version)));
  }

  /** Sends what was sent last once more. */
  repeat(count: number): void {
    this.#streams.forEach(({ response, at }) => {
      const sent = this.#history.filter(({ version }) => version <= at);
      response.write(sent.slice(-count).map(lineOf).join(''));
    });
  }

  /** The next two changes are sent in the wrong order. */
  swap(): void {
    this.#swapping ??= [];
  }

  /** Says in the stream that something is wrong. */
  error(code: number): void {
    this.#write(line('ERROR', { kind: 'Status', code, message: 'said so' }));
  }

  /** Ends watches in good order. */
  end(): void {
    this.#streams.splice(0).forEach(({ response }) => response.end());
  }

  /** Loses connections, in the middle of a line. */
  cut(): void {
    this.#streams.splice(0).forEach(({ response }) => {
      response.write('{"type":"ADDED","obj', () => response.destroy());
    });
  }

  /** Forgets the history so far. */
  compact(): void {
    this.#oldest = this.#version;
    this.#snapshots.clear();
    this.cut();
  }

  /** Answers one of the next requests with an error. */
  refuse(code: number): void {
    this.#refusals.push(code);
  }

  /**
   * Goes away, which the next request finds, and comes back as of an earlier version, to count on from there. Nothing
   * changes until somebody asks how it is: once it has overtaken what it was, nobody can tell the two pasts apart.
   */
  rewind(changes: number): void {
    this.#unasked = true;
    this.#history = this.#history.slice(
      0,
      Math.max(0, this.#history.length - changes),
    );
    this.#version = this.#history.at(-1)?.version ?? BEGINNING;
    this.#oldest = Math.min(this.#oldest, this.#version);
    this.#snapshots.clear();
    this.#lastWatch = undefined;
    this.#swapping = undefined;
    this.#away = true;
    this.cut();
  }

  /** No more faults. */
  heal(): void {
    this.#refusals.length = 0;
    this.#flush(this.#swapping ?? []);
    this.#swapping = undefined;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  #change(type: Change['type'], name: string): void {
    if (this.#unasked) {
      return;
    }
    this.#version += 1;
    const content = `c${++this.#contents}`;
    const change = { version: this.#version, type, name, content };
    this.#history.push(change);
    if (!this.#swapping) {
      this.#flush([change]);
    } else if (this.#swapping.push(change) === 2) {
      const [first, second] = this.#swapping;
      this.#swapping = undefined;
      this.#flush([second, first]);
    }
  }

  #flush(changes: Change[]): void {
    for (const stream of this.#streams) {
      const text = changes
        .filter(({ version }) => version > stream.at)
        .map(lineOf)
        .join('');
      stream.at = Math.max(stream.at, ...changes.map(({ version }) => version));
      stream.response.write(text);
    }
  }

  #write(text: string): void {
    this.#streams.forEach(({ response }) => response.write(text));
  }

  #answer(message: IncomingMessage, response: ServerResponse): void {
    const { searchParams: query } = new URL(message.url!, this.url);
    if (this.#away) {
      this.#away = false;
      response.destroy();
      return;
    }
    const refusal = this.#refusals.shift();
    if (refusal) {
      response
        .writeHead(refusal)
        .end(JSON.stringify({ kind: 'Status', code: refusal }));
    } else if (query.has('watch')) {
      this.#watch(Number(query.get('resourceVersion')), response);
    } else if (query.has('fieldSelector')) {
      this.#unasked = false;
      this.#lookBack(query, response);
    } else {
      this.#unasked = false;
      this.#list(query, response);
    }
  }

  #watch(from: number, response: ServerResponse): void {
    if (this.#lastWatch !== undefined && from < this.#lastWatch) {
      this.complaints.push(`watched ${from} after ${this.#lastWatch}`);
    }
    this.#lastWatch = from;
    if (from < this.#oldest) {
      refuse(response, 410);
      return;
    }
    response.flushHeaders();
    const stream = { response, at: from };
    response.on('close', () => {
      this.#streams = this.#streams.filter(one => one !== stream);
    });
    this.#streams.push(stream);
    const held = new Set(this.#swapping);
    const missed = this.#history.filter(change => !held.has(change));
    // A version that is yet to come is waited for without a word, as the real one does.
    this.#flushTo(stream, missed);
  }

  #flushTo(stream: Stream, changes: Change[]): void {
    const missed = changes.filter(({ version }) => version > stream.at);
    stream.response.write(missed.map(lineOf).join(''));
    stream.at = missed.at(-1)?.version ?? stream.at;
  }

  #list(query: URLSearchParams, response: ServerResponse): void {
    const token = query.get('continue');
    const snapshot = token
      ? this.#snapshots.get(token)
      : { version: this.#version, items: this.#items(this.#version) };
    if (!snapshot) {
      refuse(response, 410);
      return;
    }
    const limit = Number(query.get('limit'));
    const items = snapshot.items.slice(0, limit);
    const rest = snapshot.items.slice(limit);
    const next = rest.length > 0 ? `t${this.#snapshots.size + 1}` : undefined;
    if (next) {
      this.#snapshots.set(next, { ...snapshot, items: rest });
    } else {
      this.#lists += 1;
      this.#lastWatch = undefined;
    }
    const metadata = {
      resourceVersion: String(snapshot.version),
      continue: next,
      remainingItemCount: rest.length,
    };
    response.end(JSON.stringify({ metadata, items }));
  }

  #lookBack(query: URLSearchParams, response: ServerResponse): void {
    const version = Number(query.get('resourceVersion'));
    if (version > this.#version) {
      refuse(response, 504, 'ResourceVersionTooLarge');
    } else if (version < this.#oldest) {
      refuse(response, 410);
    } else {
      const name = query.get('fieldSelector')!.replace('metadata.name=', '');
      const items = this.#items(version, name);
      response.end(JSON.stringify({ metadata: {}, items }));
    }
  }

  #items(version: number, only?: string): object[] {
    return [...this.objects(version)]
      .filter(([name]) => only === undefined || name === only)
      .map(([name, value]) => {
        const [content, at] = value.split('@');
        return podOf(name, at, content);
      });
  }
}

function podOf(name: string, version: string, content: string): object {
  return {
    ...rawPod(name, version),
    spec: { containers: [{ name: 'web', image: content }] },
  };
}

function lineOf({ type, name, version, content }: Change): string {
  return line(type, podOf(name, String(version), content));
}

function refuse(response: ServerResponse, code: number, cause?: string): void {
  const details = cause && { causes: [{ reason: cause }] };
  response
    .writeHead(code)
    .end(JSON.stringify({ kind: 'Status', code, details }));
}
