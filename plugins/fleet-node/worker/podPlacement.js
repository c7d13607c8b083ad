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

/** @typedef {Record<string, any>} Raw what an API server sent: nothing about it is sure */

/**
 * What a pod on a node keeps from other pods: ports of the node, and company that it does not bear. Most pods keep
 * nothing, and of them nothing is stored.
 *
 * @param {Raw} spec
 */
function podPlacement(spec) {
  const ports = hostPorts(spec);
  const antiAffinity = (
    spec.affinity?.podAntiAffinity
      ?.requiredDuringSchedulingIgnoredDuringExecution ?? []
  ).map(term);
  return ports.length > 0 || antiAffinity.length > 0
    ? {
        ...(ports.length > 0 && { hostPorts: ports }),
        ...(antiAffinity.length > 0 && { antiAffinity }),
      }
    : undefined;
}

/**
 * Ports of the node that containers and sidecars take (kube-scheduler `GetHostPorts`). In the network of the node each
 * port is one of the node, which the API server writes into the pod, but a template may not say.
 *
 * @param {Raw} spec
 */
function hostPorts(spec) {
  return [
    ...(spec.initContainers ?? []).filter(
      (/** @type {Raw} */ container) => container.restartPolicy === 'Always',
    ),
    ...(spec.containers ?? []),
  ]
    .flatMap(container => container.ports ?? [])
    .map((/** @type {Raw} */ port) => ({
      port: port.hostPort || (spec.hostNetwork && port.containerPort) || 0,
      protocol: port.protocol || 'TCP',
      ip: port.hostIP || '0.0.0.0',
    }))
    .filter(({ port }) => port > 0);
}

/** @param {Raw} raw a required term of affinity or anti-affinity between pods */
function term(raw) {
  return {
    topologyKey: raw.topologyKey,
    ...(raw.labelSelector && { selector: raw.labelSelector }),
    ...(raw.namespaces?.length > 0 && { namespaces: raw.namespaces }),
    ...(raw.namespaceSelector && { namespaceSelector: raw.namespaceSelector }),
  };
}

module.exports = { hostPorts, podPlacement, term };
