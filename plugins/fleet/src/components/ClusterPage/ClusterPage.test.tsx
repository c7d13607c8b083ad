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

  it('shows what is free in each node pool, as far as it is known', async () => {
    const api = new FixtureFleetApi();
    const [beijing] = api.fleet.clusters;
    const headroom = (cpu: number, gpu: number) => {
      const free = (all: number) => ({
        allocatable: all,
        requested: 0,
        free: all,
      });
      return {
        cpu: free(cpu),
        memory: free(64 * 2 ** 30),
        gpu: free(gpu),
        pods: free(110),
      };
    };
    beijing.nodePools = [
      {
        name: 'gpu-pool',
        label: 'cloud.google.com/gke-nodepool',
        nodes: { ready: 1, total: 2 },
        headroom: headroom(96, 8),
      },
      { name: '', nodes: { ready: 3, total: 3 }, headroom: headroom(12, 0) },
    ];
    await renderWithFleet(<ClusterPage name={beijing.name} />, api);
    const pools = within(
      await screen.findByRole('region', { name: 'Node pools' }),
    );
    const [, gpuPool, rest] = pools.getAllByRole('row');
    expect(gpuPool).toHaveTextContent(
      /gpu-pool.*gke-nodepool.*1 of 2.*96 of 96.*64.0 of 64.0.*110 of 110.*8 of 8/,
    );
    expect(rest).toHaveTextContent(/Other nodes.*3 of 3.*12 of 12.*–$/);
    expect(
      pools.getByRole('img', { name: /^GPUs of gpu-pool: 8 of 8 free/ }),
    ).toBeInTheDocument();
  });

  it('shows no node pools where they are not known', async () => {
    await renderWithFleet(<ClusterPage name="aliyun" />);
    expect(
      await screen.findByRole('region', { name: 'Watched kinds' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: 'Node pools' })).toBeNull();
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
