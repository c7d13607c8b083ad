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

import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { StateDir } from '../state';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const VALID_DAYS = 3650;
const DAY_MS = 86_400_000;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** Paths of a certificate and its key, in PEM. */
export interface KeyPairFiles {
  certFile: string;
  keyFile: string;
}

/** Who a certificate is for. One that names hosts serves; each may be used by a client. */
export interface CertificateRequest {
  commonName: string;
  organization?: string;
  dnsNames?: string[];
  ipAddresses?: string[];
}

/** A certificate authority of one cluster, kept in its state folder. */
export class CertificateAuthority {
  readonly certFile: string;
  readonly certPem: string;
  readonly #state: StateDir;
  readonly #folder: string;
  readonly #keys: CryptoKeyPair;
  readonly #certificate: x509.X509Certificate;

  /** Loads the authority kept under `folder`, or makes a new one. */
  static async create(
    state: StateDir,
    folder: string,
    name: string,
  ): Promise<CertificateAuthority> {
    x509.cryptoProvider.set(webcrypto as Crypto);
    const certPem = state.read(`${folder}/ca.crt`);
    const keyPem = state.read(`${folder}/ca.key`);
    if (certPem && keyPem) {
      const certificate = new x509.X509Certificate(certPem);
      const keys = {
        privateKey: await importPrivateKey(keyPem),
        publicKey: await certificate.publicKey.export(),
      };
      return new CertificateAuthority(state, folder, keys, certificate);
    }
    const keys = await generateKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      ...validity(),
      serialNumber: serialNumber(),
      name: `CN=${name}`,
      keys,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(
          // eslint-disable-next-line no-bitwise
          x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
          true,
        ),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    state.write(`${folder}/ca.crt`, certificate.toString('pem'));
    state.write(`${folder}/ca.key`, await exportPrivateKey(keys.privateKey));
    return new CertificateAuthority(state, folder, keys, certificate);
  }

  private constructor(
    state: StateDir,
    folder: string,
    keys: CryptoKeyPair,
    certificate: x509.X509Certificate,
  ) {
    this.#state = state;
    this.#folder = folder;
    this.#keys = keys;
    this.#certificate = certificate;
    this.certFile = state.path(folder, 'ca.crt');
    this.certPem = certificate.toString('pem');
  }

  /** Issues a certificate under a file name, or returns the one that is there. */
  async issue(
    name: string,
    request: CertificateRequest,
  ): Promise<KeyPairFiles> {
    const cert = `${this.#folder}/${name}.crt`;
    const key = `${this.#folder}/${name}.key`;
    const files = {
      certFile: this.#state.path(cert),
      keyFile: this.#state.path(key),
    };
    if (this.#state.read(cert) && this.#state.read(key)) {
      return files;
    }
    const keys = await generateKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      ...validity(),
      serialNumber: serialNumber(),
      issuer: this.#certificate.subjectName,
      subject: subjectOf(request),
      publicKey: keys.publicKey,
      signingKey: this.#keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: await this.#extensionsOf(request),
    });
    this.#state.write(key, await exportPrivateKey(keys.privateKey));
    this.#state.write(cert, certificate.toString('pem'));
    return files;
  }

  async #extensionsOf(request: CertificateRequest): Promise<x509.Extension[]> {
    const hosts: x509.JsonGeneralName[] = [
      ...(request.dnsNames ?? []).map(
        value => ({ type: 'dns', value } as const),
      ),
      ...(request.ipAddresses ?? []).map(
        value => ({ type: 'ip', value } as const),
      ),
    ];
    const usages = hosts.length ? [SERVER_AUTH, CLIENT_AUTH] : [CLIENT_AUTH];
    return [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(usages),
      await x509.AuthorityKeyIdentifierExtension.create(this.#keys.publicKey),
      ...(hosts.length
        ? [new x509.SubjectAlternativeNameExtension(hosts)]
        : []),
    ];
  }
}

/** Keys for service account tokens: the API server reads private and public keys from files of their own. */
export interface SigningKeyFiles {
  privateKeyFile: string;
  publicKeyFile: string;
}

/** Makes a key pair for signing service account tokens under `folder`, or returns the one that is there. */
export async function ensureSigningKeys(
  state: StateDir,
  folder: string,
): Promise<SigningKeyFiles> {
  const privateKey = `${folder}/service-account.key`;
  const publicKey = `${folder}/service-account.pub`;
  if (!state.read(privateKey) || !state.read(publicKey)) {
    const keys = await generateKeys();
    const spki = await webcrypto.subtle.exportKey('spki', keys.publicKey);
    state.write(privateKey, await exportPrivateKey(keys.privateKey));
    state.write(publicKey, x509.PemConverter.encode(spki, 'PUBLIC KEY'));
  }
  return {
    privateKeyFile: state.path(privateKey),
    publicKeyFile: state.path(publicKey),
  };
}

async function generateKeys(): Promise<CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
}

async function exportPrivateKey(key: CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return x509.PemConverter.encode(der, 'PRIVATE KEY');
}

async function importPrivateKey(pem: string): Promise<CryptoKey> {
  const der = x509.PemConverter.decodeFirst(pem);
  return (await webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, true, [
    'sign',
  ])) as CryptoKey;
}

function subjectOf(request: CertificateRequest): x509.JsonName {
  return [
    ...(request.organization ? [{ O: [request.organization] }] : []),
    { CN: [request.commonName] },
  ];
}

function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return {
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + VALID_DAYS * DAY_MS),
  };
}

function serialNumber(): string {
  // a leading 0 bit keeps the number positive
  return `01${randomBytes(15).toString('hex')}`;
}
