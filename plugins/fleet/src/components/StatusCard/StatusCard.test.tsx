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

import { act, screen, within } from '@testing-library/react';
import { APP_REF, appFixture, FixtureFleetApi } from '../../__fixtures__';
import { renderWithFleet } from '../../__testUtils__/renderWithFleet';
import { RunsOnCard } from '../RunsOnCard';
import { StatusCard } from './StatusCard';

describe('StatusCard', () => {
  it('says what is wrong, where, and whether the app still serves', async () => {
    await renderWithFleet(<StatusCard />);
    expect(
      await screen.findByText(
        '2 instances crash: exit code 137 (out of memory), in shanghai',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        /The app still serves: 30\sinstances are ready, 4 more were when last seen/,
      ),
    ).toBeInTheDocument();
    expect(screen.getByText(/^Live · 3\sclusters$/)).toBeInTheDocument();
    expect(screen.getByText('Unreachable · 1')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open Clusters tab' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/recommend-ranker/clusters',
    );
    const rows = within(screen.getByRole('table', { name: 'Clusters' }));
    expect(rows.getAllByRole('row')).toHaveLength(4);
    expect(rows.getByText('Last known')).toBeInTheDocument();
  });

  it('changes without a reload', async () => {
    const api = await renderWithFleet(<StatusCard />);
    expect(await screen.findByText(/2 instances crash.*in/)).toBeVisible();
    const healthy = appFixture();
    healthy.clusters = [healthy.clusters[0]];
    healthy.health = { state: 'healthy', reasons: [] };
    act(() => api.push({ type: 'app', status: healthy }));
    expect(
      await screen.findByText(/^14\sinstances are ready\.$/),
    ).toBeInTheDocument();
  });

  it('says when the app does not serve at all', async () => {
    const api = new FixtureFleetApi();
    const status = appFixture();
    const shanghai = status.clusters[1];
    shanghai.status!.ready = 0;
    api.apps.set(APP_REF, { ...status, clusters: [shanghai] });
    await renderWithFleet(<StatusCard />, api);
    expect(
      await screen.findByText(
        'No instance is ready, so the app does not serve.',
      ),
    ).toBeInTheDocument();
  });

  it('names the selector when nothing carries it', async () => {
    const api = new FixtureFleetApi();
    api.apps.set(APP_REF, { ...appFixture(), clusters: [] });
    await renderWithFleet(<StatusCard />, api);
    expect(await screen.findByText('No workload yet')).toBeInTheDocument();
  });
});

describe('RunsOnCard', () => {
  it('lists the clusters with location and group', async () => {
    await renderWithFleet(<RunsOnCard />);
    expect(await screen.findByText(/^4\sclusters$/)).toBeInTheDocument();
    expect(screen.getByText('location aliyun · group burst')).toBeVisible();
    expect(screen.getByRole('link', { name: 'aliyun' })).toHaveAttribute(
      'href',
      '/fleet/aliyun',
    );
  });
});
