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

import { screen, within } from '@testing-library/react';
import { FixtureFleetApi } from '../../__fixtures__';
import { renderWithFleet } from '../../__testUtils__/renderWithFleet';
import { ClusterPage } from './ClusterPage';

describe('ClusterPage', () => {
  it('shows apps with a way to their Clusters tab, and the watched kinds', async () => {
    await renderWithFleet(<ClusterPage name="aliyun" />);
    expect(
      await screen.findByRole('heading', { name: 'aliyun', level: 1 }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Clusters of recommend-ranker' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/recommend-ranker/clusters',
    );
    const kinds = within(screen.getByRole('region', { name: 'Watched kinds' }));
    expect(
      kinds.getByRole('row', { name: /Deployment Live .* 214/ }),
    ).toBeInTheDocument();
    expect(kinds.getByText('Not installed')).toBeInTheDocument();
  });

  it('says of an unreachable cluster what one sees, and keeps it', async () => {
    const api = new FixtureFleetApi();
    const [beijing] = api.fleet.clusters;
    beijing.freshness = {
      state: 'unreachable',
      asOf: beijing.freshness.asOf,
      since: beijing.freshness.since,
      reason: 'Nothing answers at its API server.',
    };
    await renderWithFleet(<ClusterPage name="beijing" />, api);
    expect(
      await screen.findByText(/^beijing is unreachable: you see its state of/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('img', { name: /CPU cores: 1,065 of 4,096 free/ }),
    ).toBeInTheDocument();
  });

  it('does not tell whether a cluster exists that one may not see', async () => {
    await renderWithFleet(<ClusterPage name="secret" />);
    expect(
      await screen.findByText(
        'You may not see this cluster, or it does not exist',
      ),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Back to Fleet' })).toHaveAttribute(
      'href',
      '/fleet',
    );
  });
});
