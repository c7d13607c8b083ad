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
  ContainerSpec,
  ContainerStatus,
  Termination,
} from '../projection';
import type { Problem } from './PodAssessment';

/** After a crash, a container that runs again counts as crashing for this long while it is not ready. */
const RECENT_CRASH_MS = 600_000;

const IMAGE_CODES = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
]);

const CONFIG_CODES = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'StartError',
  'PostStartHookError',
]);

/** 128 + signal number, and the shell's own (POSIX sh, "Exit Status for Commands"). */
const EXIT_WORDS = new Map([
  [126, 'command cannot be executed'],
  [127, 'command not found'],
  [132, 'illegal instruction'],
  [134, 'aborted'],
  [137, 'killed'],
  [139, 'segmentation fault'],
  [143, 'terminated'],
]);

/** What is wrong with a container, when something is. */
export function containerProblem(
  status: ContainerStatus,
  spec: ContainerSpec | undefined,
  now: number,
): Problem | undefined {
  const { waiting, terminated } = status;
  if (waiting?.reason && IMAGE_CODES.has(waiting.reason)) {
    return imageProblem(waiting.reason, waiting.message, spec?.image);
  }
  if (waiting?.reason && CONFIG_CODES.has(waiting.reason)) {
    return configProblem(waiting.reason, waiting.message);
  }
  if (waiting?.reason === 'CrashLoopBackOff') {
    return crashProblem(status.last);
  }
  if (terminated && terminated.exitCode !== 0) {
    return crashProblem(terminated);
  }
  return recentCrash(status, now);
}

/** The words for how a run ended: `exit code 137 (out of memory)`. */
export function describeExit({ exitCode, reason }: Termination): string {
  if (reason === 'OOMKilled') {
    return `exit code ${exitCode ?? 137} (out of memory)`;
  }
  if (exitCode === undefined) {
    return reason ?? 'no exit code';
  }
  const words = EXIT_WORDS.get(exitCode);
  return `exit code ${exitCode}${words ? ` (${words})` : ''}`;
}

/** The problem of a container that ended when it should run. */
export function crashProblem(last: Termination | undefined): Problem {
  const oom = last?.reason === 'OOMKilled';
  if (last?.exitCode === 0 && !oom) {
    return {
      code: 'CrashLoopBackOff',
      severity: 'failing',
      one: 'ends each time it is started: exit code 0',
      many: 'end each time they are started: exit code 0',
      since: last.finishedAt,
      exitCode: 0,
    };
  }
  const exit = last ? `: ${describeExit(last)}` : '';
  return {
    code: oom ? 'OOMKilled' : 'CrashLoopBackOff',
    severity: 'failing',
    one: `crashes${exit}`,
    many: `crash${exit}`,
    since: last?.finishedAt,
    exitCode: last?.exitCode,
  };
}

function recentCrash(
  status: ContainerStatus,
  now: number,
): Problem | undefined {
  const { last } = status;
  const recent =
    last?.finishedAt !== undefined && now - last.finishedAt < RECENT_CRASH_MS;
  const crashed = last && (last.exitCode !== 0 || last.reason === 'OOMKilled');
  return !status.ready && status.restarts > 0 && recent && crashed
    ? crashProblem(last)
    : undefined;
}

function imageProblem(
  code: string,
  message: string | undefined,
  image: string | undefined,
): Problem {
  const why = imageReason(code, message ?? '');
  const rest = `image ${shortImage(image)}${why ? `: ${why}` : ''}`;
  return {
    code,
    severity: 'failing',
    one: `cannot pull ${rest}`,
    many: `cannot pull ${rest}`,
  };
}

/** Why an image cannot be pulled, from what the container runtime says; undefined when it is none of the known. */
export function imageReason(code: string, message: string): string | undefined {
  if (code === 'ErrImageNeverPull') {
    return 'it is not on the node, and its pull policy is Never';
  }
  if (code === 'InvalidImageName') {
    return 'its name is not valid';
  }
  if (
    /unauthori[sz]ed|denied|forbidden|authentication required|no basic auth/i.test(
      message,
    )
  ) {
    return 'the registry refuses access';
  }
  if (/not found|manifest unknown|does not exist/i.test(message)) {
    return 'not found in the registry';
  }
  if (/x509|certificate/i.test(message)) {
    return "the registry's certificate is not trusted";
  }
  if (
    /no such host|dial tcp|connection refused|i\/o timeout|deadline exceeded|EOF|unreachable/i.test(
      message,
    )
  ) {
    return 'the registry does not answer';
  }
  return /too ?many ?requests|rate limit/i.test(message)
    ? 'the registry limits pulls'
    : undefined;
}

/** `ranker:2.14.2` of `registry.example/search/ranker:2.14.2`; of a digest the first 8 digits. */
export function shortImage(image: string | undefined): string {
  const last = (image ?? 'without a name').split('/').at(-1)!;
  return last.replace(/@sha256:([0-9a-f]{8})[0-9a-f]*/, '@$1');
}

function configProblem(code: string, message: string | undefined): Problem {
  const why = configReason(message ?? '');
  const rest = why ? `: ${why}` : ` (${code})`;
  return {
    code,
    severity: 'failing',
    one: `cannot start${rest}`,
    many: `cannot start${rest}`,
  };
}

function configReason(message: string): string | undefined {
  const absent = /(secret|configmap) "?([^" ]+)"? not found/i.exec(message);
  if (absent) {
    const kind = absent[1].toLowerCase() === 'secret' ? 'secret' : 'config map';
    return `${kind} ${absent[2]} does not exist`;
  }
  const key = /couldn't find key (\S+) in (Secret|ConfigMap) (\S+)/.exec(
    message,
  );
  if (key) {
    return `${key[3].split('/').at(-1)} has no key ${key[1]}`;
  }
  if (/runAsNonRoot/.test(message)) {
    return 'its image runs as root, which the cluster does not allow';
  }
  const missing = /exec: "([^"]+)": .*(?:not found|no such file)/.exec(message);
  return missing ? `command ${missing[1]} is not in the image` : undefined;
}
