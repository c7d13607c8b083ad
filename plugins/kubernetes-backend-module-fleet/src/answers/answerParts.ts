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

import type { ClusterAnswer } from './ClusterAnswer';
import type { TextList } from './TextList';

/** A piece of JSON, or texts or objects that stand in it with commas in between. */
export type AnswerPart = Buffer | readonly Buffer[] | TextList['items'];

/** The JSON text of a whole answer, as `res.json` of the stock route makes it. */
export function* answerParts(clusters: ClusterAnswer[]): Generator<AnswerPart> {
  yield Buffer.from('{"items":[');
  for (const [index, { cluster, ...answer }] of clusters.entries()) {
    yield Buffer.from(
      `${index ? ',' : ''}{"cluster":${JSON.stringify(cluster)},"podMetrics":[`,
    );
    yield answer.podMetrics;
    yield Buffer.from('],"resources":[');
    for (const [place, { type, items }] of answer.resources.entries()) {
      yield Buffer.from(
        `${place ? ',' : ''}{"type":${JSON.stringify(type)},"resources":[`,
      );
      yield items;
      yield Buffer.from(']}');
    }
    yield Buffer.from(`],"errors":${JSON.stringify(answer.errors)}}`);
  }
  yield Buffer.from(']}');
}
