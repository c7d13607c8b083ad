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

import type { LabelSelector, ProjectedNode, ProjectedPod } from '../projection';

/** A pod template of the few fields that random templates have, as Kubernetes writes it. */
export interface NaiveTemplate {
  metadata: { labels: Record<string, string> };
  spec: {
    containers: Array<{
      resources: { requests: { cpu: number } };
      ports: Array<{ hostPort: number }>;
    }>;
    nodeSelector: Record<string, string>;
    tolerations: Array<{ key?: string; operator: string; value?: string }>;
    affinity: { podAffinity: NaiveTerms; podAntiAffinity: NaiveTerms };
    topologySpreadConstraints: NaiveSpread[];
  };
}

export interface NaiveTerm {
  topologyKey: string;
  labelSelector: LabelSelector;
  namespaces?: string[];
}

export interface NaiveSpread {
  topologyKey: string;
  maxSkew: number;
  minDomains?: number;
  whenUnsatisfiable: 'DoNotSchedule';
  labelSelector: LabelSelector;
  nodeAffinityPolicy: 'Honor' | 'Ignore';
  nodeTaintsPolicy: 'Honor' | 'Ignore';
}

interface NaiveTerms {
  requiredDuringSchedulingIgnoredDuringExecution: NaiveTerm[];
}

type Labels = Readonly<Record<string, string>>;
type Placed = Pick<
  ProjectedPod,
  'namespace' | 'labels' | 'node' | 'requests' | 'placement' | 'deletedAt'
>;

/**
 * The scheduler's filters written down as they are told in the documentation of Kubernetes, one instance and one node
 * at a time, each time from nothing: slow, and with nothing in common with what it checks.
 */
export class NaiveScheduler {
  readonly #nodes: readonly ProjectedNode[];
  readonly #pods: Placed[];
  readonly #instances = new Set<Placed>();
  readonly #template: NaiveTemplate;
  readonly #namespace: string;

  constructor(
    nodes: readonly ProjectedNode[],
    pods: readonly ProjectedPod[],
    template: NaiveTemplate,
    namespace: string,
  ) {
    this.#nodes = nodes;
    this.#pods = pods.filter(
      ({ phase }) => phase !== 'Succeeded' && phase !== 'Failed',
    );
    this.#template = template;
    this.#namespace = namespace;
  }

  /**
   * Places instances until none fits.
   *
   * @param choose takes one of the nodes that fit
   * @returns how many there are
   */
  run(choose: (fitting: ProjectedNode[]) => ProjectedNode): number {
    for (let count = 0; ; count += 1) {
      const fitting = this.#nodes.filter(node => this.#fits(node));
      if (fitting.length === 0) {
        return count;
      }
      const instance = this.#instanceOn(choose(fitting).name);
      this.#instances.add(instance);
      this.#pods.push(instance);
    }
  }

  /**
   * What of a node's CPU and memory would be free, as the scheduler scores it by default: an instance counts with 0.1
   * cores and 200 MiB at least, those placed before as the one that is placed (`NonZeroRequested`).
   */
  freeShare(node: ProjectedNode): number {
    const { cpu, memory } = node.allocatable;
    const own = { cpu: Math.max(0.1, this.#cpu), memory: 200 * 2 ** 20 };
    const taken = [
      own,
      ...this.#on(node).map(pod =>
        this.#instances.has(pod) ? own : pod.requests,
      ),
    ];
    return (
      (cpu - sum(taken.map(part => part.cpu))) / Math.max(0.1, cpu) +
      (memory - sum(taken.map(part => part.memory))) /
        Math.max(200 * 2 ** 20, memory)
    );
  }

  get #cpu(): number {
    return sum(
      this.#template.spec.containers.map(
        ({ resources }) => resources.requests.cpu,
      ),
    );
  }

  get #ports(): number[] {
    return this.#template.spec.containers.flatMap(({ ports }) =>
      ports.map(({ hostPort }) => hostPort),
    );
  }

  #fits(node: ProjectedNode): boolean {
    const here = this.#on(node);
    const used = sum(here.map(({ requests }) => requests.cpu));
    const taken = here.flatMap(({ placement }) =>
      (placement?.hostPorts ?? []).map(({ port }) => port),
    );
    return (
      node.ready &&
      (!node.unschedulable ||
        this.#tolerates('node.kubernetes.io/unschedulable')) &&
      this.#toleratesAll(node) &&
      this.#selects(node) &&
      here.length < node.allocatable.pods &&
      (this.#cpu === 0 || this.#cpu <= node.allocatable.cpu - used) &&
      !this.#ports.some(port => taken.includes(port)) &&
      this.#bears(node) &&
      this.#spreads(node)
    );
  }

  #tolerates(key: string, value = ''): boolean {
    return this.#template.spec.tolerations.some(
      toleration =>
        (toleration.key === undefined || toleration.key === key) &&
        (toleration.operator === 'Exists' || toleration.value === value),
    );
  }

  #toleratesAll({ taints }: ProjectedNode): boolean {
    return taints.every(
      ({ key, value, effect }) =>
        effect === 'PreferNoSchedule' || this.#tolerates(key, value),
    );
  }

  #selects({ labels }: ProjectedNode): boolean {
    return Object.entries(this.#template.spec.nodeSelector).every(
      ([key, value]) => labels[key] === value,
    );
  }

  /** Affinity and anti-affinity, from both sides. */
  #bears(node: ProjectedNode): boolean {
    const { podAffinity, podAntiAffinity } = this.#template.spec.affinity;
    const wanted = podAffinity.requiredDuringSchedulingIgnoredDuringExecution;
    const unwanted =
      podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
    const self = this.#instanceOn(node.name);
    const keptAway = this.#pods.some(pod =>
      (pod.placement?.antiAffinity ?? []).some(
        term =>
          this.#isNear(pod, node, term.topologyKey) &&
          isIn(term.namespaces, pod.namespace, self) &&
          matches(term.selector!, self.labels),
      ),
    );
    const avoids = unwanted.some(term =>
      this.#pods.some(
        pod =>
          this.#isNear(pod, node, term.topologyKey) && this.#isMeant(term, pod),
      ),
    );
    if (keptAway || avoids) {
      return false;
    }
    if (wanted.some(({ topologyKey }) => !(topologyKey in node.labels))) {
      return false;
    }
    const friends = this.#pods.filter(
      pod =>
        wanted.every(term => this.#isMeant(term, pod)) &&
        wanted.some(({ topologyKey }) => topologyKey in this.#labelsOf(pod)),
    );
    return friends.length === 0
      ? wanted.every(term => this.#isMeant(term, self))
      : wanted.every(({ topologyKey }) =>
          friends.some(pod => this.#isNear(pod, node, topologyKey)),
        );
  }

  #spreads(node: ProjectedNode): boolean {
    const constraints = this.#template.spec.topologySpreadConstraints;
    return constraints.every(constraint => {
      const {
        topologyKey: key,
        labelSelector,
        maxSkew,
        minDomains,
      } = constraint;
      if (!(key in node.labels)) {
        return false;
      }
      const counted = this.#nodes.filter(
        other =>
          constraints.every(({ topologyKey }) => topologyKey in other.labels) &&
          (constraint.nodeAffinityPolicy === 'Ignore' ||
            this.#selects(other)) &&
          (constraint.nodeTaintsPolicy === 'Ignore' ||
            this.#toleratesAll(other)),
      );
      const domains = [...new Set(counted.map(({ labels }) => labels[key]))];
      const counts = domains.map(
        domain =>
          counted
            .filter(({ labels }) => labels[key] === domain)
            .flatMap(other => this.#on(other))
            .filter(
              pod =>
                pod.deletedAt === undefined &&
                pod.namespace === this.#namespace &&
                matches(labelSelector, pod.labels),
            ).length,
      );
      const least =
        domains.length < (minDomains ?? 1) ? 0 : Math.min(...counts);
      const here = counts[domains.indexOf(node.labels[key])] ?? 0;
      const itself = matches(labelSelector, this.#template.metadata.labels);
      return here + (itself ? 1 : 0) - least <= maxSkew;
    });
  }

  #isMeant(
    term: NaiveTerm,
    pod: Pick<Placed, 'namespace' | 'labels'>,
  ): boolean {
    return (
      isIn(term.namespaces, this.#namespace, pod) &&
      matches(term.labelSelector, pod.labels)
    );
  }

  #isNear(pod: Placed, node: ProjectedNode, key: string): boolean {
    const there = this.#labelsOf(pod)[key];
    return there !== undefined && there === node.labels[key];
  }

  #labelsOf(pod: Placed): Labels {
    return this.#nodes.find(({ name }) => name === pod.node)?.labels ?? {};
  }

  #on(node: ProjectedNode): Placed[] {
    return this.#pods.filter(pod => pod.node === node.name);
  }

  #instanceOn(node: string): Placed {
    const { metadata, spec } = this.#template;
    return {
      namespace: this.#namespace,
      labels: metadata.labels,
      node,
      requests: { cpu: this.#cpu, memory: 0, gpu: 0 },
      placement: {
        hostPorts: this.#ports.map(port => ({
          port,
          protocol: 'TCP',
          ip: '0.0.0.0',
        })),
        antiAffinity:
          spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.map(
            ({ topologyKey, labelSelector, namespaces }) => ({
              topologyKey,
              selector: labelSelector,
              namespaces,
            }),
          ),
      },
    };
  }
}

function isIn(
  namespaces: readonly string[] | undefined,
  home: string,
  { namespace }: Pick<Placed, 'namespace'>,
): boolean {
  return (namespaces ?? [home]).includes(namespace);
}

function matches(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Labels,
): boolean {
  return (
    Object.entries(matchLabels).every(
      ([key, value]) => labels[key] === value,
    ) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const has = key in labels;
      return {
        In: has && values.includes(labels[key]),
        NotIn: !has || !values.includes(labels[key]),
        Exists: has,
        DoesNotExist: !has,
      }[operator];
    })
  );
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
