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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAppConfig } from './createAppConfig';
import { readKubeconfig } from './readKubeconfig';

describe('readKubeconfig', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (text: string) => {
    const file = join(folder, 'config');
    writeFileSync(file, text);
    return file;
  };

  it('reads tokens and certificates, inline and from files beside it', () => {
    writeFileSync(join(folder, 'ca.crt'), 'PEM');
    writeFileSync(join(folder, 'token'), 'from-file\n');
    const contexts = readKubeconfig(
      write(`
kind: Config
clusters:
  - { name: a, cluster: { server: 'https://a:6443', certificate-authority-data: UEVN } }
  - { name: b, cluster: { server: 'https://b:6443', certificate-authority: ca.crt } }
users:
  - { name: inline, user: { token: inline-token } }
  - { name: file, user: { tokenFile: token } }
  - { name: exec, user: { exec: { command: cloud } } }
contexts:
  - { name: one, context: { cluster: a, user: inline } }
  - { name: two, context: { cluster: b, user: file } }
  - { name: three, context: { cluster: b, user: exec } }
`),
    );
    expect(contexts.map(c => [c.name, c.server, c.caData, c.token])).toEqual([
      ['one', 'https://a:6443', 'UEVN', 'inline-token'],
      ['two', 'https://b:6443', 'UEVN', 'from-file'],
      ['three', 'https://b:6443', 'UEVN', undefined],
    ]);
    expect(createAppConfig([{ ...contexts[0], token: 't' }])).toMatchObject({
      kubernetes: {
        clusterLocatorMethods: [
          {
            clusters: [
              { name: 'one', serviceAccountToken: 't', caData: 'UEVN' },
            ],
          },
        ],
      },
      slipway: { fleet: { clusters: { one: { location: 'one' } } } },
    });
  });

  it('says what is wrong with a file', () => {
    expect(() => readKubeconfig(write('hello: world'))).toThrow(
      'is no kubeconfig file',
    );
    expect(() => readKubeconfig(write('kind: Config'))).toThrow(
      'names no context',
    );
    expect(() =>
      readKubeconfig(
        write(
          'kind: Config\ncontexts: [{ name: x, context: { cluster: gone } }]',
        ),
      ),
    ).toThrow('Context x of');
  });
});
