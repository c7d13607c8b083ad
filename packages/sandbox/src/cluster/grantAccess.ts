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

import { KubeClient, readManifests } from '../kube';
import { ACCESS_MANIFEST } from '../paths';

const NAMESPACE = 'slipway-system';
const ACCOUNT = 'slipway';
const TEN_YEARS_S = 315_360_000;

/**
 * Applies the manifest that users apply, and returns a token of Slipway's service account.
 *
 * @param previous - token of an earlier run; returned when it is still good
 */
export async function grantAccess(
  client: KubeClient,
  previous: string | undefined,
): Promise<string> {
  for (const object of readManifests(ACCESS_MANIFEST)) {
    await client.apply(object);
  }
  if (previous && (await isValid(client, previous))) {
    return previous;
  }
  const request = await client.expect<{ status: { token: string } }>(
    'POST',
    `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/${ACCOUNT}/token`,
    {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: TEN_YEARS_S },
    },
  );
  return request.status.token;
}

async function isValid(client: KubeClient, token: string): Promise<boolean> {
  const review = await client.expect<{ status: { authenticated?: boolean } }>(
    'POST',
    '/apis/authentication.k8s.io/v1/tokenreviews',
    {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      spec: { token },
    },
  );
  return review.status.authenticated === true;
}
