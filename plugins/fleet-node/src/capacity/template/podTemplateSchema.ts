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

import { z } from 'zod';

/** As the API server reads them; sums beyond are no resources of a pod. */
const QUANTITY =
  /^[+]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?$/;
const WHOLE_NUMBER = /^[+-]?\d{1,18}$/;
/** More than this would cost more to check than a template is worth. */
const MAX_ITEMS = 100;

const quantity = z.union([
  z.string().regex(QUANTITY, 'is no Kubernetes quantity'),
  z.number().nonnegative(),
]);
const quantities = z.record(z.string(), quantity);
const resources = z
  .object({ requests: quantities.nullish(), limits: quantities.nullish() })
  .nullish();
const text = z.string().max(317);
const texts = z.array(text).max(MAX_ITEMS);
const labels = z.record(text, text);
const port = z.number().int().min(0).max(65_535);

function many<T extends z.ZodType>(item: T) {
  return z.array(item).max(MAX_ITEMS).nullish();
}

const container = z.object({
  name: z.string().nullish(),
  restartPolicy: z.string().nullish(),
  resources,
  ports: many(
    z.object({
      containerPort: port.nullish(),
      hostPort: port.nullish(),
      hostIP: z.string().nullish(),
      protocol: z.enum(['TCP', 'UDP', 'SCTP']).nullish(),
    }),
  ),
});

const labelSelector = z.object({
  matchLabels: labels.nullish(),
  matchExpressions: many(
    z.object({
      key: text,
      operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
      values: texts.nullish(),
    }),
  ),
});

const nodeExpression = z
  .object({
    key: text,
    operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']),
    values: texts.nullish(),
  })
  .refine(
    ({ operator, values }) =>
      (operator !== 'Gt' && operator !== 'Lt') ||
      (values?.length === 1 && WHOLE_NUMBER.test(values[0])),
    'compares with one whole number',
  );

const nodeTerm = z.object({
  matchExpressions: many(nodeExpression),
  matchFields: many(nodeExpression),
});

const podTerm = z.object({
  topologyKey: text.min(1),
  labelSelector: labelSelector.nullish(),
  namespaces: texts.nullish(),
  namespaceSelector: labelSelector.nullish(),
  matchLabelKeys: texts.nullish(),
  mismatchLabelKeys: texts.nullish(),
});

const podTerms = z
  .object({ requiredDuringSchedulingIgnoredDuringExecution: many(podTerm) })
  .nullish();

const policy = z.enum(['Honor', 'Ignore']).nullish();

/** What placement goes by in a pod template (`v1.PodTemplateSpec`); all else is left unread. */
export const podTemplateSchema = z.object({
  metadata: z.object({ labels: labels.nullish() }).nullish(),
  spec: z.object({
    containers: z.array(container).min(1).max(MAX_ITEMS),
    initContainers: many(container),
    resources,
    overhead: quantities.nullish(),
    hostNetwork: z.boolean().nullish(),
    nodeName: text.nullish(),
    priorityClassName: text.nullish(),
    activeDeadlineSeconds: z.number().nullish(),
    nodeSelector: labels.nullish(),
    tolerations: many(
      z.object({
        key: text.nullish(),
        operator: z.enum(['', 'Equal', 'Exists']).nullish(),
        value: text.nullish(),
        effect: z
          .enum(['', 'NoSchedule', 'PreferNoSchedule', 'NoExecute'])
          .nullish(),
      }),
    ),
    affinity: z
      .object({
        nodeAffinity: z
          .object({
            requiredDuringSchedulingIgnoredDuringExecution: z
              .object({
                nodeSelectorTerms: z.array(nodeTerm).min(1).max(MAX_ITEMS),
              })
              .nullish(),
          })
          .nullish(),
        podAffinity: podTerms,
        podAntiAffinity: podTerms,
      })
      .nullish(),
    topologySpreadConstraints: many(
      z.object({
        maxSkew: z.number().int().min(1),
        minDomains: z.number().int().min(1).nullish(),
        topologyKey: text.min(1),
        whenUnsatisfiable: z
          .enum(['DoNotSchedule', 'ScheduleAnyway'])
          .nullish(),
        labelSelector: labelSelector.nullish(),
        matchLabelKeys: texts.nullish(),
        nodeAffinityPolicy: policy,
        nodeTaintsPolicy: policy,
      }),
    ),
  }),
});

export type PodTemplateShape = z.infer<typeof podTemplateSchema>;
export type PodSpecShape = PodTemplateShape['spec'];
export type ContainerShape = z.infer<typeof container>;
export type LabelSelectorShape = z.infer<typeof labelSelector>;
export type NodeTermShape = z.infer<typeof nodeTerm>;
export type PodTermShape = z.infer<typeof podTerm>;
export type SpreadShape = NonNullable<
  PodSpecShape['topologySpreadConstraints']
>[0];
