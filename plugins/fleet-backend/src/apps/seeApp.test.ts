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
  AppPlace,
  AppSelector,
} from '@slipway/backstage-plugin-fleet-node';
import {
  describeRight,
  LIST_EVENTS,
  UNRESTRICTED,
  type ClusterRights,
} from '../reviews';
import { seeApp } from './seeApp';

const PODS = { group: '', resource: 'pods' };
const DEPLOYMENTS = { group: 'apps', resource: 'deployments' };

const WEB: AppSelector = {
  kubernetesId: 'web',
  namespaces: [],
  clusters: [],
  description: 'web',
};

/** Who has these rights, each `verb resource` or `verb resource in namespace`. */
function rightsTo(...granted: string[]): ClusterRights {
  return {
    unrestricted: false,
    check: (right, { namespace } = {}) => {
      const wide = describeRight(right);
      const asked = namespace ? [wide, `${wide} in ${namespace}`] : [wide];
      return asked.some(one => granted.includes(one))
        ? { allowed: true }
        : { allowed: false, reason: asked.at(-1)!, since: 1 };
    },
  };
}

function place(namespace: string, ...resources: AppPlace['resources']) {
  return { namespace, resources };
}

const SHOP = place('shop', PODS, DEPLOYMENTS);
const BANK = place('bank', PODS);

describe('seeApp', () => {
  it.each<{
    title: string;
    granted: string[];
    places: AppPlace[];
    named?: string[];
    sees?: string[];
    denied?: string;
  }>([
    {
      title: 'all where all is allowed everywhere',
      granted: ['list pods', 'list deployments.apps'],
      places: [SHOP, BANK],
      sees: ['bank', 'shop'],
    },
    {
      title: 'the namespaces in which it is allowed',
      granted: ['list pods in shop', 'list deployments.apps in shop'],
      places: [SHOP, BANK],
      sees: ['shop'],
    },
    {
      title: 'no half of an app, and what is missing where its pods are seen',
      granted: ['list pods in shop'],
      places: [SHOP, BANK],
      denied: 'list deployments.apps in shop',
    },
    {
      title: 'nothing, and not where it is',
      granted: ['list deployments.apps'],
      places: [SHOP, BANK],
      denied: 'list pods',
    },
    {
      title: 'the same where it is not at all',
      granted: [],
      places: [],
      denied: 'list pods',
    },
    {
      title: 'that it is not there, for who may see all pods',
      granted: ['list pods'],
      places: [],
      sees: [],
    },
    {
      title: 'the namespace that the entity names, wherever the app is',
      granted: [],
      places: [SHOP],
      named: ['bank'],
      denied: 'list pods in bank',
    },
    {
      title: 'the same where the app is there',
      granted: [],
      places: [BANK],
      named: ['bank'],
      denied: 'list pods in bank',
    },
    {
      title: 'of named namespaces those that are allowed',
      granted: ['list pods in bank'],
      places: [BANK],
      named: ['bank', 'vault'],
      sees: ['bank'],
    },
  ])('shows $title', ({ granted, places, named = [], sees, denied }) => {
    const { selector, denial } = seeApp({
      rights: rightsTo(...granted),
      selector: { ...WEB, namespaces: named },
      places: () => places,
    });
    expect([selector?.namespaces, denial?.reason]).toEqual([sees, denied]);
  });

  it('judges by other rights where others are needed', () => {
    const { selector } = seeApp({
      rights: rightsTo('list events in shop'),
      selector: WEB,
      places: () => [SHOP, BANK],
      needs: () => [LIST_EVENTS],
    });
    expect(selector?.namespaces).toEqual(['shop']);
  });

  it('leaves an app as it is, and looks at nothing, where the cluster decides nothing', () => {
    const places = jest.fn(() => []);
    const { selector } = seeApp({
      rights: UNRESTRICTED,
      selector: WEB,
      places,
    });
    expect(selector).toBe(WEB);
    expect(places).not.toHaveBeenCalled();
  });
});
