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

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { feed } from '../__testUtils__/startFleet';
import type { Viewer } from '../permissions';
import { AppAccess } from './AppAccess';
import { AppDirectory } from './AppDirectory';

const REF = 'component:default/feed';

describe('AppAccess', () => {
  const auth = mockServices.auth();
  const credentials = mockCredentials.user();

  async function setUp() {
    const catalog = catalogServiceMock.mock();
    catalog.queryEntities.mockResolvedValue({
      items: [feed],
      totalItems: 1,
      pageInfo: {},
    });
    // The catalog shows this user nothing.
    catalog.getEntityByRef.mockResolvedValue(undefined);
    catalog.getEntitiesByRefs.mockImplementation(async ({ entityRefs }) => ({
      items: entityRefs.map(() => undefined),
    }));
    const directory = AppDirectory.create({ auth, catalog });
    await directory.refresh();
    return {
      catalog,
      access: AppAccess.create({ auth, catalog, directory }),
    };
  }

  const viewer = (seesWholeCatalog: boolean, canReadApp = true) =>
    ({
      seesWholeCatalog,
      canReadApp: () => canReadApp,
    } as Partial<Viewer> as Viewer);

  it('asks the catalog for nothing that everybody may see', async () => {
    const { access, catalog } = await setUp();
    const all = viewer(true);
    expect((await access.findApp(credentials, all, REF)).entityRef).toBe(REF);
    expect(await access.findApps(credentials, all, [REF])).toMatchObject([
      { hidden: false, app: { entityRef: REF } },
    ]);
    expect(await access.listApps(credentials, all)).toHaveLength(1);
    expect(catalog.getEntityByRef).not.toHaveBeenCalled();
    expect(catalog.getEntitiesByRefs).not.toHaveBeenCalled();
  });

  it('asks it for what it may not have read yet', async () => {
    const { access, catalog } = await setUp();
    const fresh = { ...feed, metadata: { ...feed.metadata, name: 'fresh' } };
    catalog.getEntityByRef.mockResolvedValue(fresh);
    catalog.getEntitiesByRefs.mockResolvedValue({ items: [fresh] });
    const ref = 'component:default/fresh';
    expect((await access.findApp(credentials, viewer(true), ref)).entity).toBe(
      fresh,
    );
    const unseen = 'component:default/unseen';
    await access.findApps(credentials, viewer(true), [REF, unseen]);
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledWith(
      { entityRefs: [unseen] },
      { credentials },
    );
  });

  it('shows nobody what the catalog or the policy hides from them', async () => {
    const { access } = await setUp();
    for (const one of [viewer(false), viewer(true, false)]) {
      await expect(access.findApp(credentials, one, REF)).rejects.toThrow(
        'You may not see this app',
      );
      expect(await access.findApps(credentials, one, [REF])).toEqual([
        { entityRef: REF, hidden: true },
      ]);
      expect(await access.listApps(credentials, one)).toEqual([]);
    }
  });
});
