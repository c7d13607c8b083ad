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

import type { ClusterTransport } from '../transport';
import type {
  AccessAnswer,
  AccessAttributes,
  AccessSubject,
} from './AccessReview';

/** People wait for it, and the API server answers from memory. */
const TIMEOUT_MS = 3_000;

interface SubjectAccessReview {
  status?: { allowed?: boolean; denied?: boolean };
}

/**
 * Asks a cluster what somebody may do there:
 * https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/
 */
export async function reviewAccess(
  transport: ClusterTransport,
  { user, groups }: AccessSubject,
  attributes: AccessAttributes,
): Promise<AccessAnswer> {
  const result = await transport.json<SubjectAccessReview>({
    verb: 'create',
    doing: 'ask what a user may see',
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    contentType: 'application/json',
    timeoutMs: TIMEOUT_MS,
    body: JSON.stringify({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user, groups, resourceAttributes: attributes },
    }),
  });
  if (!result.ok) {
    return { answered: false, reason: result.error.message };
  }
  const { status } = result.value;
  return {
    answered: true,
    allowed: status?.allowed === true && status.denied !== true,
  };
}
