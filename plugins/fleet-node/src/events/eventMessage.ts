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

import type { AppEvent } from '@slipway/backstage-plugin-fleet-common';
import { imageReason, shortImage } from '../health/containerProblem';
import { schedulerWords } from '../health/schedulingProblem';
import { createFailure } from '../health/workloadReasons';

const FAILING = new Set([
  'BackOff',
  'Failed',
  'FailedCreate',
  'FailedMount',
  'FailedAttachVolume',
  'FailedCreatePodSandBox',
  'OOMKilling',
  'Evicted',
  'ErrImageNeverPull',
  'FailedPostStartHook',
  'BackoffLimitExceeded',
]);

/** How much a person should care. */
export function eventSeverity(
  type: string | undefined,
  reason: string,
): AppEvent['severity'] {
  if (type !== 'Warning') {
    return 'info';
  }
  return FAILING.has(reason) ? 'failing' : 'attention';
}

type Rule = [RegExp, (match: RegExpExecArray) => string];

/** Sentences for what kubelet, scheduler and controllers say most. */
const RULES: Record<string, Rule[]> = {
  Scheduled: [[/to (\S+)$/, match => `Placed on node ${match[1]}`]],
  Pulling: [
    [/image "([^"]+)"/, match => `Pulls image ${shortImage(match[1])}`],
  ],
  Pulled: [
    [
      /Container image "([^"]+)" already present/,
      match => `Image ${shortImage(match[1])} was already on the node`,
    ],
    [
      /image "([^"]+)" in (\S+)/,
      match => `Pulled image ${shortImage(match[1])} in ${match[2]}`,
    ],
  ],
  Created: [
    [/[Cc]reated container:? (\S+)/, match => `Made container ${match[1]}`],
    [/^(?:Container created|Created container)/, () => 'Made its container'],
  ],
  Started: [
    [/[Ss]tarted container (\S+)/, match => `Started container ${match[1]}`],
    [/^(?:Container started|Started container)/, () => 'Started its container'],
  ],
  Killing: [
    [
      /container (\S+) failed liveness probe/,
      match => `Restarts container ${match[1]}: its liveness probe fails`,
    ],
    [/container (\S+)$/, match => `Stops container ${match[1]}`],
  ],
  BackOff: [
    [
      /restarting failed container(?:[ =]([^ ]+))?/,
      match =>
        `Waits before container ${match[1] ?? ''} is started again`.replace(
          '  ',
          ' ',
        ),
    ],
    [
      /pulling image "([^"]+)"/,
      match => `Waits before image ${shortImage(match[1])} is pulled again`,
    ],
  ],
  Unhealthy: [
    [
      /^(Readiness|Liveness|Startup) probe (?:failed|errored)[^:]*: ?([\s\S]*)/,
      match =>
        `The ${match[1].toLocaleLowerCase('en-US')} probe fails${
          match[2].trim() ? `: ${match[2].trim()}` : ''
        }`,
    ],
  ],
  FailedScheduling: [
    [
      /^\d+\/\d+ nodes are available/,
      match => `No node was found: ${schedulerWords(match.input)}`,
    ],
  ],
  Failed: [
    [
      /^Failed to pull image "([^"]+)": ?([\s\S]*)/,
      match => {
        const why = imageReason('', match[2]);
        const rest = why ? `: ${why}` : '';
        return `Cannot pull image ${shortImage(match[1])}${rest}`;
      },
    ],
    [
      /^Error: (?:ErrImagePull|ImagePullBackOff)$/,
      () => 'Its image cannot be pulled',
    ],
    [
      /^Error: (secret|configmap) "([^"]+)" not found/,
      match =>
        `A container cannot start: ${
          match[1] === 'secret' ? 'secret' : 'config map'
        } ${match[2]} does not exist`,
    ],
  ],
  FailedGetScale: [
    [/./, () => 'The autoscaler cannot read how many replicas are wanted'],
  ],
  FailedUpdateStatus: [[/./, () => 'The autoscaler cannot write its status']],
  FailedUpdateScale: [
    [/./, () => 'The autoscaler cannot set the number of replicas'],
  ],
  FailedRescale: [
    [/./, () => 'The autoscaler cannot set the number of replicas'],
  ],
  FailedGetResourceMetric: [[/./, () => 'The autoscaler cannot read metrics']],
  FailedComputeMetricsReplicas: [
    [/./, () => 'The autoscaler cannot tell how many replicas are needed'],
  ],
  SuccessfulCreate: [[/pod:? (\S+)/i, match => `Made instance ${match[1]}`]],
  SuccessfulDelete: [[/pod:? (\S+)/i, match => `Stopped instance ${match[1]}`]],
  FailedCreate: [
    [
      /Error creating: ([\s\S]*)/,
      match => `An instance cannot be made: ${createFailure(match[1])}`,
    ],
  ],
  ScalingReplicaSet: [
    [
      /Scaled (up|down) replica set (\S+) (?:from (\d+) )?to (\d+)/,
      match =>
        `Scaled ${match[2]} ${match[1]}${
          match[3] ? ` from ${match[3]}` : ''
        } to ${match[4]}`,
    ],
  ],
  SuccessfulRescale: [
    [
      /New size: (\d+); reason: (.*)/,
      match =>
        `The autoscaler set ${match[1]} replicas: ${rescaleReason(match[2])}`,
    ],
  ],
  FailedMount: [
    [
      /(secret|configmap) "([^"]+)" not found/,
      match =>
        `A volume cannot be mounted: ${
          match[1] === 'secret' ? 'secret' : 'config map'
        } ${match[2]} does not exist`,
    ],
  ],
  NodeNotReady: [[/.*/, () => 'Its node is not ready']],
  TaintManagerEviction: [
    [/Marking for deletion/, () => 'Is moved away: its node has a taint'],
  ],
};

/** The reasons of `pkg/controller/podautoscaler`, which names fields of the autoscaler's spec. */
function rescaleReason(reason: string): string {
  if (/below Spec\.MinReplicas/.test(reason)) {
    return 'there were fewer than its least number';
  }
  if (/above Spec\.MaxReplicas/.test(reason)) {
    return 'there were more than its greatest number';
  }
  if (/^All metrics below target/.test(reason)) {
    return 'all metrics are below target';
  }
  return reason.replace(
    /^(\S+) resource utilization \(percentage of request\)/,
    '$1 use of what is requested is',
  );
}

/** What an event says in plain words; what is not known stays as it was said. */
export function eventMessage(reason: string, message: string): string {
  for (const [pattern, say] of Object.hasOwn(RULES, reason)
    ? RULES[reason]
    : []) {
    const match = pattern.exec(message);
    if (match) {
      return say(match);
    }
  }
  return message || reason;
}
