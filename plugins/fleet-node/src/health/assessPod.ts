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

import type {
  ContainerStatus,
  ProjectedCondition,
  ProjectedNode,
  ProjectedPod,
} from '../projection';
import { containerProblem, describeExit } from './containerProblem';
import type { PodAssessment, Problem } from './PodAssessment';
import { schedulingProblem } from './schedulingProblem';

/** How long a pod that runs may take to become ready before that is a problem. */
const START_GRACE_MS = 60_000;

/** Who makes a new pod when one fails, so that the failed one needs no attention. */
const REPLACING_OWNERS = new Set(['ReplicaSet', 'StatefulSet', 'DaemonSet']);

/**
 * What a pod's status means, in words.
 *
 * @param node the pod's node, where it is known
 * @param now epoch milliseconds
 */
export function assessPod(
  pod: ProjectedPod,
  node: ProjectedNode | undefined,
  now: number,
): PodAssessment {
  if (pod.phase === 'Succeeded') {
    return { state: 'completed', message: 'Completed' };
  }
  if (pod.phase === 'Failed') {
    return assessFailed(pod);
  }
  if (node && !node.ready) {
    return failing(nodeLost(node));
  }
  if (pod.deletedAt !== undefined) {
    return { state: 'completed', message: 'Stops' };
  }
  if (!pod.node) {
    return assessUnplaced(pod);
  }
  const problem = worstProblem(pod, now);
  if (problem) {
    return failing(problem, waitsToRestart(pod));
  }
  const ready = condition(pod, 'Ready');
  if (ready?.status === 'True') {
    return { state: 'ready', message: 'Ready' };
  }
  return assessStarting(pod, ready, now);
}

/** The problem as a sentence about one instance. */
export function describeProblem(problem: Problem): string {
  return `${problem.one[0].toLocaleUpperCase('en-US')}${problem.one.slice(1)}`;
}

function assessFailed(pod: ProjectedPod): PodAssessment {
  if (pod.owner && REPLACING_OWNERS.has(pod.owner.kind)) {
    const why = pod.reason ? `: ${pod.reason}` : '';
    return { state: 'completed', message: `Ended and replaced${why}` };
  }
  const ended = pod.statuses
    .map(({ terminated }) => terminated)
    .find(terminated => terminated && terminated.exitCode !== 0);
  const why = ended ? describeExit(ended) : pod.message ?? pod.reason;
  const rest = why ? `: ${why}` : '';
  return failing({
    code: ended?.reason ?? pod.reason ?? 'Failed',
    severity: 'failing',
    one: `failed${rest}`,
    many: `failed${rest}`,
    since: ended?.finishedAt,
    exitCode: ended?.exitCode,
  });
}

function nodeLost(node: ProjectedNode): Problem {
  const rest = `on node ${node.name}, which is not ready`;
  return {
    code: 'NodeNotReady',
    severity: 'failing',
    one: `is ${rest}`,
    many: `are ${rest}`,
  };
}

function assessUnplaced(pod: ProjectedPod): PodAssessment {
  const scheduled = condition(pod, 'PodScheduled');
  if (scheduled?.reason === 'SchedulingGated') {
    const problem: Problem = {
      code: 'SchedulingGated',
      severity: 'starting',
      one: 'waits until its scheduling gates are taken away',
      many: 'wait until their scheduling gates are taken away',
      since: scheduled.since,
    };
    return {
      state: 'not-placed',
      message: describeProblem(problem),
      problem,
    };
  }
  if (scheduled?.status === 'False') {
    const problem = schedulingProblem(scheduled, pod.requests);
    return {
      state: 'not-placed',
      message: describeProblem(problem),
      problem,
    };
  }
  return { state: 'starting', message: 'Looks for a node' };
}

function assessStarting(
  pod: ProjectedPod,
  ready: ProjectedCondition | undefined,
  now: number,
): PodAssessment {
  const containers = pod.statuses.filter(status => !isInit(pod, status));
  const running =
    containers.length > 0 &&
    containers.every(({ runningSince }) => runningSince !== undefined);
  if (!running) {
    const init = pod.statuses.find(
      status =>
        isInit(pod, status) &&
        !status.ready &&
        status.runningSince !== undefined,
    );
    return {
      state: 'starting',
      message: init
        ? `Starts: init container ${init.name} runs`
        : 'Starts: its containers are made',
    };
  }
  const since = Math.max(
    ...containers.map(({ runningSince }) => runningSince ?? 0),
    ready?.since ?? 0,
  );
  if (now - since < START_GRACE_MS) {
    return { state: 'starting', message: 'Starts: not ready yet' };
  }
  return failing(notReady(pod, since));
}

function notReady(pod: ProjectedPod, since: number): Problem {
  const silent = pod.statuses.filter(status => !status.ready);
  const probed = silent.some(
    status =>
      pod.containers.find(({ name }) => name === status.name)?.probed === true,
  );
  const why = probed ? ': the readiness probe fails' : '';
  return {
    code: 'Unready',
    severity: 'attention',
    one: `runs, but is not ready${why}`,
    many: `run, but are not ready${why}`,
    since,
  };
}

function worstProblem(pod: ProjectedPod, now: number): Problem | undefined {
  const problems = pod.statuses
    .map(status =>
      containerProblem(
        status,
        pod.containers.find(({ name }) => name === status.name),
        now,
      ),
    )
    .filter(problem => problem !== undefined);
  return problems[0];
}

function waitsToRestart(pod: ProjectedPod): string | undefined {
  const crashed = pod.statuses.find(
    ({ waiting, last }) => waiting?.reason === 'CrashLoopBackOff' && last,
  );
  return crashed && `Waits to restart: ${describeExit(crashed.last!)}`;
}

function failing(problem: Problem, message?: string): PodAssessment {
  return {
    state: 'failing',
    message: message ?? describeProblem(problem),
    problem,
  };
}

function isInit(pod: ProjectedPod, status: ContainerStatus): boolean {
  return pod.containers.find(({ name }) => name === status.name)?.init === true;
}

function condition(
  pod: ProjectedPod,
  type: string,
): ProjectedCondition | undefined {
  return pod.conditions.find(candidate => candidate.type === type);
}
