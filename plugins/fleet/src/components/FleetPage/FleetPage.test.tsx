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

import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FixtureFleetApi, fleetFixture } from '../../__fixtures__';
import { renderWithFleet } from '../../__testUtils__/renderWithFleet';
import { FleetPage } from './FleetPage';

/** The row of a cluster, by its name. */
async function rowOf(name: string): Promise<HTMLElement> {
  const link = await screen.findByRole('link', { name });
  return link.closest<HTMLElement>('[role="row"]')!;
}

describe('FleetPage', () => {
  it('shows every cluster with its freshness and headroom, and what is stale', async () => {
    await renderWithFleet(<FleetPage />);

    const beijing = within(await rowOf('beijing'));
    expect(beijing.getByText(/^Live · \d+\ss ago$/)).toBeInTheDocument();
    expect(beijing.getByText('online')).toBeInTheDocument();
    expect(beijing.getByText('Kubernetes 1.36.3')).toBeInTheDocument();
    expect(
      beijing.getByRole('img', { name: /CPU cores: 1,065 of 4,096 free/ }),
    ).toBeInTheDocument();
    expect(beijing.getByRole('link', { name: /1\sapp/ })).toHaveAttribute(
      'href',
      '/catalog/default/component/search-gateway/clusters',
    );

    expect(within(await rowOf('aliyun')).getByText('low')).toBeInTheDocument();
    expect(
      within(await rowOf('shanghai-test')).getByText('No GPUs'),
    ).toBeInTheDocument();
    expect(
      within(await rowOf('shanghai')).getByText(/^Stale · 4\smin ago$/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/^shanghai is stale: you see its state of/),
    ).toBeInTheDocument();
    expect(screen.getByText(/HTTP 503.*Apps there run on/)).toBeInTheDocument();
    expect(
      await screen.findByText(/Without shanghai until/),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Open beijing' })).toHaveAttribute(
      'href',
      '/fleet/beijing',
    );
  });

  it('changes without a reload', async () => {
    const api = await renderWithFleet(<FleetPage />);
    expect(await screen.findByText(/shanghai is stale/)).toBeInTheDocument();
    const summary = fleetFixture();
    summary.clusters[2].freshness = summary.clusters[0].freshness;
    act(() => api.push({ type: 'fleet', summary }));
    await waitFor(() =>
      expect(screen.queryByText(/shanghai is stale/)).not.toBeInTheDocument(),
    );
    expect(
      within(await rowOf('shanghai')).getByText(/^Live/),
    ).toBeInTheDocument();
  });

  it('filters by text and by need, and tells when nothing matches', async () => {
    await renderWithFleet(<FleetPage />);
    const field = await screen.findByRole('searchbox', {
      name: 'Filter clusters',
    });
    await userEvent.type(field, 'train');
    expect(screen.getByRole('link', { name: 'beijing-train' })).toBeVisible();
    expect(screen.queryByRole('link', { name: 'aliyun' })).toBeNull();

    await userEvent.type(field, 'x');
    await userEvent.click(
      screen.getByRole('button', { name: 'Show all clusters' }),
    );
    expect(screen.getByRole('link', { name: 'aliyun' })).toBeVisible();

    await userEvent.click(
      screen.getByRole('button', { name: /^Needs attention/ }),
    );
    expect(screen.queryByRole('link', { name: 'shanghai-test' })).toBeNull();
  });

  it('retries a cluster', async () => {
    const api = await renderWithFleet(<FleetPage />);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Retry now' }),
    );
    expect(api.retried).toEqual(['shanghai']);
  });

  it('leads through the GPUs by keyboard, and shows them as a table', async () => {
    await renderWithFleet(<FleetPage />);
    const grid = await screen.findByRole('grid', {
      name: 'GPUs of beijing by node',
    });
    const cells = within(grid).getAllByRole('gridcell');
    expect(cells.filter(cell => cell.tabIndex === 0)).toHaveLength(1);
    act(() => cells[0].focus());
    await userEvent.keyboard('{ArrowRight}{ArrowDown}');
    expect(document.activeElement).toHaveAccessibleName(
      'gpu-l20-02 GPU 1: allocated, busy',
    );
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      /beijing · gpu-l20-02 · GPU 1/,
    );
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('tooltip')).not.toBeInTheDocument(),
    );

    await userEvent.click(
      screen.getByRole('button', { name: 'Show as table' }),
    );
    expect(screen.getByText('gpu-h200-07')).toBeInTheDocument();
  });

  it('says that no cluster is configured', async () => {
    const api = new FixtureFleetApi();
    api.fleet = { ...api.fleet, clusters: [] };
    await renderWithFleet(<FleetPage />, api);
    expect(await screen.findByText('No cluster yet')).toBeInTheDocument();
  });

  it('shows what could not be read, and comes back on retry', async () => {
    const api = new FixtureFleetApi();
    api.failure = Object.assign(new Error('boom'), { statusCode: 500 });
    await renderWithFleet(<FleetPage />, api);
    expect(
      await screen.findByText('The portal could not read the fleet'),
    ).toBeInTheDocument();
    expect(screen.getByText(/HTTP 500/)).toBeInTheDocument();
    api.failure = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    expect(await screen.findByRole('link', { name: 'aliyun' })).toBeVisible();
  });

  it('does not tell a viewer without permission what exists', async () => {
    const api = new FixtureFleetApi();
    api.failure = Object.assign(new Error('no'), { statusCode: 403 });
    await renderWithFleet(<FleetPage />, api);
    expect(
      await screen.findByText('You may not see the fleet'),
    ).toBeInTheDocument();
    expect(screen.getByText('fleet.cluster.read')).toBeInTheDocument();
  });

  it('says so when the connection to the portal breaks', async () => {
    const api = await renderWithFleet(<FleetPage />);
    expect(await screen.findByRole('link', { name: 'aliyun' })).toBeVisible();
    api.failure = new Error('gone');
    act(() => api.disconnect());
    expect(
      await screen.findByText('No live updates reach this tab.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'aliyun' })).toBeVisible();
  });
});
