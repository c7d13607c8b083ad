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

import { readFileSync } from 'node:fs';
import { createServer, Server } from 'node:https';
import { TLSSocket } from 'node:tls';
import { FRONT_PROXY_CLIENT } from '../../cluster/frontProxy';
import { MetricsApi } from './MetricsApi';

/** Where a cluster's metrics are served, and with which certificate. */
export interface MetricsEndpoint {
  /** Loopback port. */
  port: number;
  certFile: string;
  keyFile: string;
}

/**
 * Serves the metrics of a cluster to its API server, and to nobody else: the API server shows its certificate, and
 * has asked before who the user is and what that user may read.
 *
 * @param caPem - the cluster's certificate authority
 */
export function serveMetricsApi(
  api: MetricsApi,
  { port, certFile, keyFile }: MetricsEndpoint,
  caPem: string,
): Server {
  const server = createServer(
    {
      cert: readFileSync(certFile),
      key: readFileSync(keyFile),
      ca: caPem,
      requestCert: true,
      rejectUnauthorized: true,
    },
    ({ method = '', url = '', socket }, response) => {
      // every certificate of the cluster's authority gets this far
      const isApiServer =
        (socket as TLSSocket).getPeerCertificate().subject?.CN ===
        FRONT_PROXY_CLIENT;
      const { status, body } = isApiServer
        ? api.answer(method, url)
        : {
            status: 403,
            body: { kind: 'Status', apiVersion: 'v1', code: 403 },
          };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    },
  );
  return server.listen(port, '127.0.0.1');
}
