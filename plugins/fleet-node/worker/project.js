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

// @ts-check
/**
 * Makes small objects of Kubernetes objects: only what fleet shows and decides by. A pod of 9 to 22 KB becomes less
 * than 1 KB (measured), which is why this happens before anything is stored.
 *
 * The shapes are those of `src/projection/objects.ts`.
 */

/** @typedef {Record<string, any>} Raw what an API server sent: nothing about it is sure */

const GPU_RESOURCES = ['nvidia.com/gpu', 'nvidia.com/gpu.shared'];

/** @type {Record<string, number>} */
const SUFFIXES = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * A Kubernetes quantity as a number (apimachinery `resource.Quantity`).
 *
 * @param {unknown} text
 * @returns {number} 0 for what is no quantity
 */
function quantity(text) {
  if (typeof text === 'number') {
    return text;
  }
  const match = /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([a-zA-Z]*)$/.exec(
    String(text ?? ''),
  );
  if (!match) {
    return 0;
  }
  const value = Number(match[1]) * (match[2] ? SUFFIXES[match[2]] ?? NaN : 1);
  return Number.isFinite(value) ? value : 0;
}

/** @param {Raw | undefined} resources */
function gpus(resources) {
  return GPU_RESOURCES.reduce(
    (sum, name) => sum + quantity(resources?.[name]),
    0,
  );
}

/**
 * @param {unknown} text RFC 3339
 * @returns {number | undefined} epoch milliseconds
 */
function time(text) {
  const value = typeof text === 'string' ? Date.parse(text) : NaN;
  return Number.isNaN(value) ? undefined : value;
}

/** @param {Raw} raw */
function base(raw) {
  const meta = raw.metadata ?? {};
  const owners = meta.ownerReferences ?? [];
  const owner =
    owners.find((/** @type {Raw} */ reference) => reference.controller) ??
    owners[0];
  return {
    uid: meta.uid,
    version: meta.resourceVersion,
    namespace: meta.namespace ?? '',
    name: meta.name,
    labels: meta.labels ?? {},
    owner: owner && { kind: owner.kind, name: owner.name, uid: owner.uid },
    createdAt: time(meta.creationTimestamp) ?? 0,
    deletedAt: time(meta.deletionTimestamp),
  };
}

/** @param {Raw[] | undefined} list @param {string[]=} types */
function conditions(list, types) {
  return (list ?? [])
    .filter(condition => !types || types.includes(condition.type))
    .map(condition => ({
      type: condition.type,
      status: condition.status,
      reason: condition.reason || undefined,
      message: condition.message || undefined,
      since: time(condition.lastTransitionTime),
    }));
}

/** @param {Raw | undefined} state */
function containerState(state) {
  if (state?.waiting) {
    return {
      waiting: {
        reason: state.waiting.reason,
        message: state.waiting.message,
      },
    };
  }
  if (state?.terminated) {
    return { terminated: termination(state.terminated) };
  }
  return { runningSince: time(state?.running?.startedAt) };
}

/** @param {Raw | undefined} terminated */
function termination(terminated) {
  return (
    terminated && {
      reason: terminated.reason,
      message: terminated.message || undefined,
      exitCode: terminated.exitCode,
      finishedAt: time(terminated.finishedAt),
    }
  );
}

/** @param {Raw} spec @param {boolean} init */
function containerSpec(spec, init) {
  const requests = { ...spec.resources?.limits, ...spec.resources?.requests };
  const limits = spec.resources?.limits ?? {};
  return {
    name: spec.name,
    image: spec.image,
    init,
    sidecar: init && spec.restartPolicy === 'Always',
    probed: Boolean(spec.readinessProbe),
    cpu: quantity(requests.cpu),
    memory: quantity(requests.memory),
    gpu: gpus(requests),
    cpuLimit: limits.cpu === undefined ? undefined : quantity(limits.cpu),
    memoryLimit:
      limits.memory === undefined ? undefined : quantity(limits.memory),
  };
}

/** @param {Raw} status */
function containerStatus(status) {
  return {
    name: status.name,
    ready: Boolean(status.ready),
    restarts: status.restartCount ?? 0,
    // The node resolved it: `registry/repository@sha256:…`.
    imageId: status.imageID || undefined,
    state: containerState(status.state),
    last: termination(status.lastState?.terminated),
  };
}

/**
 * What a pod takes of a node: containers and sidecars together, or the largest init container if that is more, plus
 * the overhead of its runtime class (Kubernetes, "Resource sharing within containers").
 *
 * @param {ReturnType<typeof containerSpec>[]} containers
 * @param {Raw | undefined} overhead
 */
function podRequests(containers, overhead) {
  const sum = (/** @type {'cpu' | 'memory' | 'gpu'} */ key) => {
    const running = containers
      .filter(container => !container.init || container.sidecar)
      .reduce((total, container) => total + container[key], 0);
    let sidecars = 0;
    let starting = 0;
    for (const container of containers.filter(({ init }) => init)) {
      if (container.sidecar) {
        sidecars += container[key];
      } else {
        starting = Math.max(starting, sidecars + container[key]);
      }
    }
    return Math.max(running, starting);
  };
  return {
    cpu: sum('cpu') + quantity(overhead?.cpu),
    memory: sum('memory') + quantity(overhead?.memory),
    gpu: sum('gpu'),
  };
}

/** @param {Raw} raw */
function pod(raw) {
  const spec = raw.spec ?? {};
  const status = raw.status ?? {};
  const containers = [
    ...(spec.initContainers ?? []).map((/** @type {Raw} */ container) =>
      containerSpec(container, true),
    ),
    ...(spec.containers ?? []).map((/** @type {Raw} */ container) =>
      containerSpec(container, false),
    ),
  ];
  return {
    ...base(raw),
    node: spec.nodeName || undefined,
    phase: status.phase ?? 'Pending',
    reason: status.reason || undefined,
    message: status.message || undefined,
    startedAt: time(status.startTime),
    conditions: conditions(status.conditions, [
      'PodScheduled',
      'Ready',
      'DisruptionTarget',
    ]),
    requests: podRequests(containers, spec.overhead),
    containers,
    statuses: [
      ...(status.initContainerStatuses ?? []),
      ...(status.containerStatuses ?? []),
    ].map(containerStatus),
  };
}

/** @param {Raw} raw */
function node(raw) {
  const status = raw.status ?? {};
  const labels = raw.metadata?.labels ?? {};
  const allocatable = status.allocatable ?? {};
  const ready = (status.conditions ?? []).find(
    (/** @type {Raw} */ condition) => condition.type === 'Ready',
  );
  return {
    ...base(raw),
    ready: ready?.status === 'True',
    unschedulable: Boolean(raw.spec?.unschedulable),
    taints: (raw.spec?.taints ?? []).map((/** @type {Raw} */ taint) => ({
      key: taint.key,
      effect: taint.effect,
    })),
    allocatable: {
      cpu: quantity(allocatable.cpu),
      memory: quantity(allocatable.memory),
      gpu: gpus(allocatable),
      pods: quantity(allocatable.pods),
    },
    gpuProduct: labels['nvidia.com/gpu.product'],
    gpuMemoryMiB: quantity(labels['nvidia.com/gpu.memory']) || undefined,
  };
}

/**
 * The field manager that set the number of replicas last.
 *
 * @param {Raw} raw
 */
function replicasManager(raw) {
  let found;
  for (const entry of raw.metadata?.managedFields ?? []) {
    if (entry.fieldsV1?.['f:spec']?.['f:replicas'] !== undefined) {
      if (!found || String(entry.time ?? '') >= String(found.time ?? '')) {
        found = entry;
      }
    }
  }
  // The API server writes `unknown` for a client that does not name itself.
  return found?.manager === 'unknown' ? undefined : found?.manager;
}

/** @param {Raw} raw */
function replicated(raw) {
  const status = raw.status ?? {};
  return {
    ...base(raw),
    desired: raw.spec?.replicas ?? 1,
    existing: status.replicas ?? 0,
    ready: status.readyReplicas ?? 0,
    updated: status.updatedReplicas ?? 0,
    current: upToDate(raw),
    paused: Boolean(raw.spec?.paused),
    manager: replicasManager(raw),
    conditions: conditions(status.conditions),
  };
}

/**
 * Whether the controller has seen the newest spec.
 *
 * @param {Raw} raw
 */
function upToDate(raw) {
  // Argo Rollouts writes a string, the others a number.
  return (
    Number(raw.status?.observedGeneration ?? 0) >=
    Number(raw.metadata?.generation ?? 0)
  );
}

/** @param {Raw} raw */
function replicaSet(raw) {
  return {
    ...base(raw),
    desired: raw.spec?.replicas ?? 1,
    conditions: conditions(raw.status?.conditions, ['ReplicaFailure']),
  };
}

/** @param {Raw} raw */
function daemonSet(raw) {
  const status = raw.status ?? {};
  return {
    ...base(raw),
    desired: status.desiredNumberScheduled ?? 0,
    existing: status.currentNumberScheduled ?? 0,
    ready: status.numberReady ?? 0,
    updated: status.updatedNumberScheduled ?? 0,
    current: upToDate(raw),
    paused: false,
    conditions: conditions(status.conditions),
  };
}

/** @param {Raw} raw */
function job(raw) {
  const status = raw.status ?? {};
  const parallelism = raw.spec?.parallelism ?? 1;
  const left =
    raw.spec?.completions === undefined || raw.spec?.completions === null
      ? parallelism
      : raw.spec.completions - (status.succeeded ?? 0);
  const finished = (status.conditions ?? []).some(
    (/** @type {Raw} */ condition) =>
      ['Complete', 'Failed'].includes(condition.type) &&
      condition.status === 'True',
  );
  const desired =
    finished || raw.spec?.suspend ? 0 : Math.min(parallelism, left);
  return {
    ...base(raw),
    desired,
    existing: status.active ?? 0,
    ready: status.ready ?? 0,
    updated: status.active ?? 0,
    current: true,
    paused: Boolean(raw.spec?.suspend),
    conditions: conditions(status.conditions, ['Complete', 'Failed']),
  };
}

/** @param {Raw} raw */
function rollout(raw) {
  const status = raw.status ?? {};
  const steps = raw.spec?.strategy?.canary?.steps;
  return {
    ...replicated(raw),
    rollout: {
      phase: status.phase ?? 'Unknown',
      step: status.currentStepIndex,
      steps: Array.isArray(steps) ? steps.length : undefined,
      message: status.message || undefined,
      weight: rolloutWeight(raw),
      aborted: Boolean(status.abort),
    },
  };
}

/**
 * What the canary should get now: the traffic router's figure where there is one, else the last `setWeight` step that
 * was reached.
 *
 * @param {Raw} raw
 */
function rolloutWeight(raw) {
  const routed = raw.status?.canary?.weights?.canary?.weight;
  if (typeof routed === 'number') {
    return routed;
  }
  const steps = raw.spec?.strategy?.canary?.steps;
  const index = raw.status?.currentStepIndex;
  if (!Array.isArray(steps) || typeof index !== 'number') {
    return undefined;
  }
  const reached = steps
    .slice(0, index + 1)
    .filter(step => typeof step.setWeight === 'number');
  return index >= steps.length ? 100 : reached.at(-1)?.setWeight ?? 0;
}

/** @param {Raw} raw */
function autoscaler(raw) {
  const target = raw.spec?.scaleTargetRef ?? {};
  return {
    ...base(raw),
    target: { kind: target.kind, name: target.name },
    min: raw.spec?.minReplicas ?? 1,
    max: raw.spec?.maxReplicas,
    conditions: conditions(raw.status?.conditions, [
      'ScalingActive',
      'AbleToScale',
    ]),
  };
}

/** @type {Record<string, (raw: Raw) => Raw>} */
const PROJECTIONS = {
  pods: pod,
  nodes: node,
  deployments: replicated,
  statefulsets: replicated,
  replicasets: replicaSet,
  daemonsets: daemonSet,
  jobs: job,
  rollouts: rollout,
  horizontalpodautoscalers: autoscaler,
};

/**
 * Makes equal parts of a page's objects one, since what is one here goes over to the main thread once.
 *
 * @param {Raw} object
 * @param {Map<string, object>} shared
 */
function shareParts(object, shared) {
  for (const part of ['labels', 'containers', 'owner']) {
    if (object[part]) {
      const key = JSON.stringify(object[part]);
      const known = shared.get(key);
      if (known) {
        object[part] = known;
      } else {
        shared.set(key, object[part]);
      }
    }
  }
  return object;
}

/**
 * @param {string} kind plural of the kind
 * @param {Uint8Array} bytes one page of a list as JSON
 */
function projectPage(kind, bytes) {
  const list = JSON.parse(decode(bytes));
  const shared = new Map();
  return {
    version: list.metadata?.resourceVersion,
    continueToken: list.metadata?.continue || undefined,
    remaining: list.metadata?.remainingItemCount,
    items: (list.items ?? []).map((/** @type {Raw} */ raw) =>
      shareParts(PROJECTIONS[kind](raw), shared),
    ),
  };
}

/**
 * @param {string} kind plural of the kind
 * @param {Uint8Array} bytes whole lines, each a watch event as JSON
 */
function projectEvents(kind, bytes) {
  return decode(bytes)
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => projectEvent(kind, line));
}

/** @param {string} kind @param {string} line */
function projectEvent(kind, line) {
  let event;
  try {
    event = JSON.parse(line);
  } catch {
    return {
      type: 'ERROR',
      code: 0,
      message: 'sent an event that is not JSON',
    };
  }
  const { type, object } = event;
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return {
        type,
        version: object.metadata.resourceVersion,
        object: PROJECTIONS[kind](object),
      };
    case 'BOOKMARK':
      return { type, version: object.metadata.resourceVersion };
    default:
      return {
        type: 'ERROR',
        code: object?.code ?? 0,
        message: object?.message ?? 'sent an error without a message',
      };
  }
}

/** @param {Uint8Array} bytes */
function decode(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(
    'utf8',
  );
}

module.exports = { projectPage, projectEvents, quantity };
