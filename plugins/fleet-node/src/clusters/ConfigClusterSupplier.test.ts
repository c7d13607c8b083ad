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
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ConfigClusterSupplier } from './ConfigClusterSupplier';
import { createClusterCredentials } from './createClusterCredentials';

const PROVIDER = 'kubernetes.io/auth-provider';

function supplier(methods: object[], logger = mockServices.logger.mock()) {
  const config = new ConfigReader({
    kubernetes: { clusterLocatorMethods: methods },
  });
  return ConfigClusterSupplier.create({ config, logger });
}

const cluster = (over: object = {}) => ({
  name: 'beijing',
  url: 'https://10.0.0.1:6443',
  authProvider: 'serviceAccount',
  serviceAccountToken: 'secret',
  ...over,
});

describe('ConfigClusterSupplier', () => {
  it('reads what the stock plugin reads, and names what it cannot', async () => {
    const logger = mockServices.logger.mock();
    const clusters = await supplier(
      [
        {
          type: 'config',
          clusters: [cluster({ caData: 'Q0E=', skipTLSVerify: true })],
        },
        { type: 'localKubectlProxy' },
        { type: 'gke', projectId: 'x' },
      ],
      logger,
    ).getClusters();
    expect(clusters).toMatchObject([
      {
        name: 'beijing',
        url: 'https://10.0.0.1:6443',
        caData: 'Q0E=',
        skipTLSVerify: true,
        authMetadata: {
          [PROVIDER]: 'serviceAccount',
          serviceAccountToken: 'secret',
        },
      },
      { name: 'local', authMetadata: { [PROVIDER]: 'localKubectlProxy' } },
    ]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('type gke'),
    );
  });

  it.each([
    [[cluster(), cluster()], /names cluster beijing twice/],
    [[cluster({ name: 'a b' })], /names a cluster "a b"/],
    [[cluster({ url: 'file:///etc/passwd' })], /must be an http or https URL/],
  ])('refuses %j', async (clusters, message) => {
    await expect(
      supplier([{ type: 'config', clusters }]).getClusters(),
    ).rejects.toThrow(message);
  });

  it('knows no cluster without config', async () => {
    const empty = ConfigClusterSupplier.create({
      config: new ConfigReader({}),
      logger: mockServices.logger.mock(),
    });
    expect(await empty.getClusters()).toEqual([]);
  });
});

describe('createClusterCredentials', () => {
  const options = {
    config: new ConfigReader({}),
    logger: mockServices.logger.mock(),
  };
  const credentials = (
    authMetadata: Record<string, string>,
    tokenFile?: string,
  ) =>
    createClusterCredentials(
      { name: 'beijing', url: 'https://x', authMetadata },
      { ...options, tokenFile },
    );

  it('uses the token, and none behind kubectl proxy', async () => {
    expect(
      await credentials({
        [PROVIDER]: 'serviceAccount',
        serviceAccountToken: 'secret',
      }).getAuthorization(),
    ).toBe('Bearer secret');
    expect(
      await credentials({ [PROVIDER]: 'localKubectlProxy' }).getAuthorization(),
    ).toBeUndefined();
  });

  it('says that a cache cannot sign in as a user', async () => {
    await expect(
      credentials({ [PROVIDER]: 'oidc' }).getAuthorization(),
    ).rejects.toThrow(/it signs users in with oidc/);
  });

  it('reads a token file again after it was refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
    const file = join(folder, 'token');
    try {
      writeFileSync(file, 'one\n');
      const rotating = credentials({ [PROVIDER]: 'serviceAccount' }, file);
      expect(await rotating.getAuthorization()).toBe('Bearer one');
      writeFileSync(file, 'two\n');
      expect(await rotating.getAuthorization()).toBe('Bearer one');
      rotating.reset('Bearer one');
      expect(await rotating.getAuthorization()).toBe('Bearer two');
      rmSync(file);
      rotating.reset('Bearer two');
      await expect(rotating.getAuthorization()).rejects.toThrow(
        /cannot be read/,
      );
      writeFileSync(file, 'three');
      expect(await rotating.getAuthorization()).toBe('Bearer three');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
