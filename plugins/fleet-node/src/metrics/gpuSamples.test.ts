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

import { holderOf } from './gpuSamples';

describe('holderOf', () => {
  const exporter = {
    pod: 'nvidia-dcgm-exporter-x7k',
    namespace: 'gpu-operator',
  };

  it.each([
    [
      'a held GPU, honor_labels: false',
      { ...exporter, exported_pod: 'train-1', exported_namespace: 'ml' },
      { pod: 'train-1', namespace: 'ml' },
    ],
    [
      'a held GPU, honor_labels: true',
      { pod: 'train-1', namespace: 'ml' },
      { pod: 'train-1', namespace: 'ml' },
    ],
    ['a free GPU, with the labels of its exporter', exporter, {}],
    ['a free GPU, with an empty label', { ...exporter, exported_pod: '' }, {}],
    ['a free GPU without labels', {}, {}],
  ])('%s', (_, labels, expected) => {
    expect(holderOf(labels)).toEqual(expected);
  });
});
