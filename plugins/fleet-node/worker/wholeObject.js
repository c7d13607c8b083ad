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

// @ts-check
const { deflateRawSync } = require('node:zlib');

/** @typedef {Record<string, any>} Raw what an API server sent: nothing about it is sure */

/** Fast, and within 20 % of the best level on objects of this size (docs/adr/0005). */
const LEVEL = 1;
/** The answer is copied out, so a large chunk would only be allocated for nothing. */
const CHUNK_BYTES = 4_096;

/** Kinds whose lists name apiVersion and kind in every item, as lists of custom resources do. */
const CUSTOM = new Set(['rollouts']);

/**
 * Cuts whole objects out of what an API server sent, as the items of its lists are: without `managedFields`, and for
 * built-in kinds without `apiVersion` and `kind`, which only watch events carry.
 *
 * @param {Uint8Array=} dictionary
 */
function wholeObjects(dictionary) {
  return (/** @type {string} */ kind) => {
    return (/** @type {Raw} */ raw) => {
      const deflated = deflateRawSync(text(kind, raw), {
        level: LEVEL,
        chunkSize: CHUNK_BYTES,
        dictionary,
      });
      // A copy of the exact size: what zlib returns is part of a larger buffer, which would be held with it.
      return new Uint8Array(deflated);
    };
  };
}

/** @param {string} kind @param {Raw} raw */
function text(kind, raw) {
  const { apiVersion, kind: name, metadata, ...rest } = raw;
  const { managedFields, ...kept } = metadata ?? {};
  const head = CUSTOM.has(kind) ? { apiVersion, kind: name } : {};
  return JSON.stringify({ ...head, metadata: kept, ...rest });
}

module.exports = { wholeObjects };
