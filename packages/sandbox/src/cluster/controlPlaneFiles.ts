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

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  CertificateAuthority,
  ensureSigningKeys,
  KeyPairFiles,
  SigningKeyFiles,
} from '../pki';
import { StateDir } from '../state';
import { FRONT_PROXY_CLIENT } from './frontProxy';

const ADMIN_TOKEN_BYTES = 24;

/** Files that the parts of a control plane share. */
export interface ControlPlaneFiles {
  dir: string;
  caFile: string;
  serving: KeyPairFiles;
  etcd: KeyPairFiles;
  kubeletClient: KeyPairFiles;
  frontProxyClient: KeyPairFiles;
  serviceAccount: SigningKeyFiles;
  tokenFile: string;
  kubeconfig: string;
}

/** Makes the keys, certificates and tokens that are not there yet. */
export async function prepareControlPlaneFiles(
  state: StateDir,
  folder: string,
  ca: CertificateAuthority,
): Promise<ControlPlaneFiles> {
  const loopback = { dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'] };
  const tokenFile = `${folder}/tokens.csv`;
  if (!state.read(tokenFile)) {
    const token = randomBytes(ADMIN_TOKEN_BYTES).toString('hex');
    state.write(tokenFile, `${token},admin,admin,system:masters\n`);
  }
  return {
    dir: state.path(folder),
    caFile: ca.certFile,
    serving: await ca.issue('kube-apiserver', {
      commonName: 'kube-apiserver',
      dnsNames: ['localhost', 'kubernetes.default.svc'],
      ipAddresses: ['127.0.0.1', '10.0.0.1'],
    }),
    etcd: await ca.issue('etcd', { commonName: 'etcd', ...loopback }),
    kubeletClient: await ca.issue('kubelet-client', {
      commonName: 'kube-apiserver-kubelet-client',
      organization: 'system:masters',
    }),
    frontProxyClient: await ca.issue('front-proxy-client', {
      commonName: FRONT_PROXY_CLIENT,
    }),
    serviceAccount: await ensureSigningKeys(state, `${folder}/pki`),
    tokenFile: state.path(tokenFile),
    kubeconfig: state.path(folder, 'kubeconfig'),
  };
}

/** The administrator's token of a token file. */
export function readAdminToken(tokenFile: string): string {
  return readFileSync(tokenFile, 'utf8').split(',')[0];
}
