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

import fc from 'fast-check';
import { GIB, NOW, testNode, testPod } from '../../__testUtils__/objects';
import {
  NaiveScheduler,
  type NaiveTemplate,
} from '../../__testUtils__/naiveScheduler';
import { slotsOf } from '../../__testUtils__/placements';
import type { Taint } from '../../projection';

jest.setTimeout(60_000);

const KEYS = ['host', 'rack', 'zone'];
const NAMESPACE = 'shop';

const someLabel = (name: string, values: string[]) =>
  fc
    .option(fc.constantFrom(...values), { nil: undefined, freq: 5 })
    .map(
      (value): Record<string, string> =>
        value === undefined ? {} : { [name]: value },
    );
/** Most often `otherwise`: one value in `one of`. */
const rarely = <T>(value: fc.Arbitrary<T>, otherwise: T, oneOf = 4) =>
  fc.oneof(
    { weight: oneOf - 1, arbitrary: fc.constant(otherwise) },
    { weight: 1, arbitrary: value },
  );

const nodes = fc
  .array(
    fc.record({
      labels: fc
        .tuple(
          someLabel('zone', ['a', 'b', 'c']),
          someLabel('rack', ['1', '2']),
          someLabel('disk', ['ssd', 'hdd']),
        )
        .map(parts => Object.assign({}, ...parts) as Record<string, string>),
      hasHost: fc.integer({ min: 0, max: 9 }).map(roll => roll > 0),
      ready: fc.integer({ min: 0, max: 9 }).map(roll => roll > 0),
      unschedulable: fc.integer({ min: 0, max: 9 }).map(roll => roll === 0),
      taints: rarely(
        fc.constantFrom<Taint[]>(
          [{ key: 'team', value: 'ml', effect: 'NoSchedule' }],
          [{ key: 'team', effect: 'NoExecute' }],
          [{ key: 'team', effect: 'PreferNoSchedule' }],
        ),
        [],
      ),
      cpu: fc.integer({ min: 0, max: 5 }),
      pods: fc.integer({ min: 0, max: 6 }),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map(list =>
    list.map(({ labels, hasHost, cpu, pods, ...node }, index) =>
      testNode({
        ...node,
        name: `n${index}`,
        labels: hasHost ? { ...labels, host: `n${index}` } : labels,
        allocatable: { cpu, memory: 8 * GIB, gpu: 0, pods },
      }),
    ),
  );

const selector = fc.constantFrom(
  { matchLabels: { app: 'web' } },
  { matchLabels: { app: 'db' } },
  { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'db'] }] },
  { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] },
  { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
  { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] },
);
const namespaces = rarely(
  fc.constantFrom<string[] | undefined>(['other'], ['other', NAMESPACE]),
  undefined,
);
const term = fc.record({
  topologyKey: fc.constantFrom(...KEYS),
  labelSelector: selector,
  namespaces,
});
const terms = (maxLength: number) =>
  rarely(fc.array(term, { minLength: 1, maxLength }), [], 3);
const port = rarely(fc.constantFrom<number[]>([80], [80, 81]), []);

const pods = fc
  .array(
    fc.record({
      node: fc.integer({ min: 0, max: 6 }),
      labels: someLabel('app', ['web', 'db']),
      namespace: fc.constantFrom(NAMESPACE, NAMESPACE, 'other'),
      phase: rarely(fc.constantFrom<'Running' | 'Failed'>('Failed'), 'Running'),
      deletedAt: rarely(fc.constant<number | undefined>(NOW), undefined),
      cpu: fc.integer({ min: 0, max: 2 }),
      ports: port,
      antiAffinity: terms(2),
    }),
    { maxLength: 6 },
  )
  .map(list =>
    list.map(({ node, cpu, ports, antiAffinity, ...pod }, index) =>
      testPod({
        ...pod,
        name: `p${index}`,
        node: `n${node}`,
        requests: { cpu, memory: 0, gpu: 0 },
        placement: {
          hostPorts: ports.map(at => ({
            port: at,
            protocol: 'TCP',
            ip: '0.0.0.0',
          })),
          antiAffinity: antiAffinity.map(({ labelSelector, ...wanted }) => ({
            ...wanted,
            selector: labelSelector,
          })),
        },
      }),
    ),
  );

const template: fc.Arbitrary<NaiveTemplate> = fc
  .record({
    labels: someLabel('app', ['web', 'db']),
    cpu: fc.integer({ min: 0, max: 2 }),
    ports: port,
    nodeSelector: rarely(fc.constant({ disk: 'ssd' }), {} as never),
    tolerations: rarely(
      fc.constantFrom<NaiveTemplate['spec']['tolerations']>(
        [{ key: 'team', operator: 'Exists' }],
        [{ key: 'team', operator: 'Equal', value: 'ml' }],
        [{ operator: 'Exists' }],
      ),
      [],
      2,
    ),
    wanted: rarely(fc.array(term, { minLength: 1, maxLength: 2 }), []),
    unwanted: terms(2),
    spread: rarely(
      fc.array(
        fc.record({
          topologyKey: fc.constantFrom(...KEYS),
          maxSkew: fc.integer({ min: 1, max: 3 }),
          minDomains: rarely(
            fc.integer({ min: 1, max: 4 }) as fc.Arbitrary<number | undefined>,
            undefined,
          ),
          whenUnsatisfiable: fc.constant('DoNotSchedule' as const),
          labelSelector: selector,
          nodeAffinityPolicy: fc.constantFrom<'Honor' | 'Ignore'>(
            'Honor',
            'Ignore',
          ),
          nodeTaintsPolicy: fc.constantFrom<'Honor' | 'Ignore'>(
            'Honor',
            'Ignore',
          ),
        }),
        { minLength: 1, maxLength: 2 },
      ),
      [],
      2,
    ),
  })
  .map(found => ({
    metadata: { labels: found.labels },
    spec: {
      containers: [
        {
          resources: { requests: { cpu: found.cpu } },
          ports: found.ports.map(hostPort => ({ hostPort })),
        },
      ],
      nodeSelector: found.nodeSelector,
      tolerations: found.tolerations,
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: found.wanted,
        },
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: found.unwanted,
        },
      },
      topologySpreadConstraints: found.spread,
    },
  }));

describe('slots of random templates', () => {
  it('are what a naive scheduler places, whichever nodes it takes', () => {
    fc.assert(
      fc.property(
        nodes,
        pods,
        template,
        fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
        (someNodes, somePods, wanted, rolls) => {
          const found = slotsOf(wanted as never, someNodes, somePods);
          const naive = new NaiveScheduler(
            someNodes,
            somePods,
            wanted,
            NAMESPACE,
          );
          let at = 0;
          // Where the number hangs on the choice, the choice must be the same.
          const placed = naive.run(fitting =>
            found.estimated
              ? fitting.reduce((best, node) =>
                  naive.freeShare(node) > naive.freeShare(best) + 1e-9
                    ? node
                    : best,
                )
              : fitting[rolls[at++ % rolls.length] % fitting.length],
          );
          expect(found.slots).toBe(placed);
          expect(found.nodes!.reduce((sum, { slots }) => sum + slots, 0)).toBe(
            placed,
          );
        },
      ),
      { numRuns: 1_500 },
    );
  });
});
