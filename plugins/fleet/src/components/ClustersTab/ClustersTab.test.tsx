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
import type { Freshness } from '@slipway/backstage-plugin-fleet-common';
import { APP_REF, appFixture, FixtureFleetApi } from '../../__fixtures__';
import { renderWithFleet } from '../../__testUtils__/renderWithFleet';
import { ClustersTab } from './ClustersTab';

/** The row of a cluster, by its name. */
async function rowOf(name: string): Promise<HTMLElement> {
  const link = await screen.findByRole('link', { name }, { timeout: 5_000 });
  return link.closest<HTMLElement>('[role="row"]')!;
}

/** The fixture app, with another freshness in aliyun. */
function withAliyun(freshness: Freshness, known = true): FixtureFleetApi {
  const api = new FixtureFleetApi();
  const status = appFixture();
  const aliyun = status.clusters[2];
  status.clusters[2] = known
    ? { ...aliyun, freshness }
    : { ...aliyun, freshness, status: undefined };
  api.apps.set(APP_REF, status);
  return api;
}

const SINCE = '2026-11-12T13:58:00Z';

describe('ClustersTab', () => {
  it('shows a row a cluster, with the reason in words and the last known values', async () => {
    await renderWithFleet(<ClustersTab />);

    const beijing = within(await rowOf('beijing'));
    expect(beijing.getByText('Healthy')).toBeInTheDocument();
    expect(beijing.getByText('sha256:9f3c21ab')).toBeInTheDocument();
    // In its own column, and under the state where that column has no room.
    expect(beijing.getAllByText('HPA 8–20')).toHaveLength(2);

    const shanghai = within(await rowOf('shanghai'));
    expect(
      shanghai.getByText('2 instances crash: exit code 137 (out of memory)'),
    ).toBeInTheDocument();
    expect(shanghai.getAllByText('Li Wei')).toHaveLength(2);
    expect(shanghai.getByText('13 in 1 h')).toBeInTheDocument();
    expect(shanghai.queryByText('OOMKilled')).not.toBeInTheDocument();

    expect(
      within(await rowOf('aliyun')).getByText('use unknown'),
    ).toBeInTheDocument();

    const last = within(await rowOf('shanghai-b'));
    expect(last.getByText('Unreachable')).toBeInTheDocument();
    expect(last.getByText(/^As of 3\smin ago: healthy$/)).toBeInTheDocument();
    expect(last.getByText(/^No answer; next try in/)).toBeInTheDocument();
    expect(
      screen.getByText(/Nothing answers at its API server/),
    ).toBeInTheDocument();
  });

  it('changes without a reload', async () => {
    const api = await renderWithFleet(<ClustersTab />);
    const before = within(await rowOf('shanghai'));
    expect(before.getByText(/2 instances crash/)).toBeInTheDocument();
    const status = appFixture();
    status.clusters[1].status = status.clusters[0].status;
    act(() => api.push({ type: 'app', status }));
    await waitFor(() =>
      expect(screen.queryByText(/2 instances crash/)).not.toBeInTheDocument(),
    );
    expect(
      within(await rowOf('shanghai')).getByText('Healthy'),
    ).toBeInTheDocument();
  });

  it('opens a row into instances, events and the log of the run before the crash', async () => {
    const api = await renderWithFleet(<ClustersTab />);
    const opener = await screen.findByRole('button', { name: 'Open shanghai' });
    expect(opener).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(opener);

    const instances = await screen.findByRole('grid', { name: 'Instances' });
    expect(
      within(instances).getAllByText('Waits to restart: exit code 137'),
    ).toHaveLength(2);
    expect(
      await screen.findByText(/Out of memory: container ranker was killed/),
    ).toBeInTheDocument();

    expect(
      await screen.findByText(/Killed by the kernel: out of memory/),
    ).toBeInTheDocument();
    expect(api.logQueries[0]).toMatchObject({
      cluster: 'shanghai',
      container: 'ranker',
      previous: true,
    });
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search' }),
      'memory',
    );
    expect(
      within(screen.getByRole('log')).getAllByText('memory', {
        selector: 'mark',
      }),
    ).toHaveLength(3);

    await userEvent.click(screen.getByRole('button', { name: 'Now' }));
    expect(await screen.findByText('listening on :8080')).toBeInTheDocument();
    expect(screen.getByRole('checkbox', { name: 'Follow' })).toBeChecked();

    await userEvent.click(
      screen.getByRole('button', { name: 'Close shanghai' }),
    );
    expect(screen.queryByRole('log')).not.toBeInTheDocument();
  });

  it('says when a log could not be followed', async () => {
    const api = new FixtureFleetApi();
    jest.spyOn(api, 'followLogs').mockImplementation(async function* broken() {
      throw Object.assign(new Error('no kubelet'), { statusCode: 500 });
    });
    await renderWithFleet(<ClustersTab />, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Open beijing' }),
    );
    expect(
      await screen.findByText(
        /^The portal could not read the log of .* in beijing$/,
      ),
    ).toBeInTheDocument();
    expect(screen.queryByText(/has written nothing yet/)).toBeNull();
  });

  it('has one tab stop in the instances, and moves by keys', async () => {
    const api = new FixtureFleetApi();
    api.instanceCounts = { total: 5_000, failing: 2 };
    await renderWithFleet(<ClustersTab />, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Open beijing' }),
    );
    const grid = await screen.findByRole('grid', { name: 'Instances' });
    const stops = () => grid.querySelectorAll('[tabindex="0"]');
    const rowIndex = () =>
      document.activeElement?.getAttribute('aria-rowindex');
    expect(stops()).toHaveLength(1);
    act(() => (stops()[0] as HTMLElement).focus());
    expect(rowIndex()).toBe('2');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(rowIndex()).toBe('4');
    await userEvent.keyboard('{PageDown}{ArrowUp}');
    expect(rowIndex()).toBe('11');
    expect(stops()).toHaveLength(1);
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{End}');
    expect(rowIndex()).toBe('5001');
    await userEvent.keyboard('{ArrowDown}{Home}');
    expect(rowIndex()).toBe('2');
    expect(stops()).toHaveLength(1);
  });

  it('keeps the instances in view while somebody types in the filter', async () => {
    const api = new FixtureFleetApi();
    const getInstances = jest.spyOn(api, 'getInstances');
    await renderWithFleet(<ClustersTab />, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Open beijing' }),
    );
    const grid = await screen.findByRole('grid', { name: 'Instances' });
    const asked = getInstances.mock.calls.length;
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Filter instances' }),
      'gpu-03',
    );
    expect(grid).toBeInTheDocument();
    await waitFor(() =>
      expect(within(grid).getAllByRole('row')).toHaveLength(2),
    );
    // Once for the word, not for each of its letters.
    expect(getInstances.mock.calls.length).toBeLessThanOrEqual(asked + 2);
    expect(grid).toBeInTheDocument();
  });

  it('draws only the rows in view of 5,000 instances', async () => {
    const api = new FixtureFleetApi();
    api.instanceCounts = { total: 5_000, failing: 38 };
    await renderWithFleet(<ClustersTab />, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Open shanghai' }),
    );
    const instances = await screen.findByRole('grid', { name: 'Instances' });
    expect(instances).toHaveAttribute('aria-rowcount', '5001');
    expect(within(instances).getAllByRole('row').length).toBeLessThan(40);
    expect(
      await screen.findByText('Rows 1 to 5,000 of 5,000'),
    ).toBeInTheDocument();

    await userEvent.click(
      screen.getByRole('button', { name: /^Not ready 38/ }),
    );
    expect(await screen.findByText('Rows 1 to 38 of 38')).toBeInTheDocument();
  });

  it('keeps the values of a stale cluster, with the time', async () => {
    await renderWithFleet(
      <ClustersTab />,
      withAliyun({ state: 'stale', asOf: SINCE, since: SINCE }),
    );
    expect(await screen.findByText(/^aliyun is as of/)).toBeInTheDocument();
    const aliyun = within(await rowOf('aliyun'));
    expect(aliyun.getByText(/^Healthy, \d+.*ago$/)).toBeInTheDocument();
    expect(aliyun.getByText('v2.13.4')).toBeInTheDocument();
  });

  it('says Unknown, not 0, where Slipway is refused', async () => {
    await renderWithFleet(
      <ClustersTab />,
      withAliyun(
        {
          state: 'denied',
          since: SINCE,
          reason: 'aliyun refuses Slipway (HTTP 403, list pods).',
        },
        false,
      ),
    );
    const aliyun = within(await rowOf('aliyun'));
    expect(aliyun.getAllByText('Unknown').length).toBeGreaterThanOrEqual(5);
    expect(aliyun.getByText(/^Denied since/)).toBeInTheDocument();
    expect(
      screen.getByText(/An owner of the cluster applies the access manifest/),
    ).toBeInTheDocument();
  });

  it('says what the viewer may not see there, and leaves the cluster alone', async () => {
    await renderWithFleet(
      <ClustersTab />,
      withAliyun(
        {
          state: 'denied',
          deniedTo: 'viewer',
          since: SINCE,
          reason: 'You may not list pods in all of aliyun.',
        },
        false,
      ),
    );
    // In its row, and under the table.
    const told = await screen.findAllByText(
      'You may not list pods in all of aliyun.',
    );
    expect(told).toHaveLength(2);
    expect(screen.queryByText(/access manifest/)).not.toBeInTheDocument();
  });

  it('says how far a cluster has caught up', async () => {
    await renderWithFleet(
      <ClustersTab />,
      withAliyun({
        state: 'catching-up',
        asOf: SINCE,
        since: SINCE,
        progress: { read: 3_871, expected: 6_300 },
      }),
    );
    expect(
      await screen.findByText(/aliyun: read 3,871 of about 6,300 objects/),
    ).toBeInTheDocument();
    expect(
      within(await rowOf('aliyun')).getByText(/^Catching up · 61\s%$/),
    ).toBeInTheDocument();
  });

  it('names the selector when nothing carries it', async () => {
    const api = new FixtureFleetApi();
    api.apps.set(APP_REF, { ...appFixture(), clusters: [] });
    await renderWithFleet(<ClustersTab />, api);
    expect(await screen.findByText('No workload yet')).toBeInTheDocument();
    expect(
      screen.getByText('backstage.io/kubernetes-id: recommend-ranker'),
    ).toBeInTheDocument();
  });

  it('shows a placeholder while nothing came yet', async () => {
    const api = new FixtureFleetApi();
    jest.spyOn(api, 'updates').mockImplementation(async function* silent() {
      await new Promise(() => {});
      yield { type: 'ping' };
    });
    await renderWithFleet(<ClustersTab />, api);
    expect(
      screen.getByRole('status', { name: 'Reading this app' }),
    ).toHaveAttribute('aria-busy', 'true');
    expect(await rowOf('beijing')).toBeInTheDocument();
  });

  it('tells denied from broken', async () => {
    const denied = new FixtureFleetApi();
    denied.apps.clear();
    await renderWithFleet(<ClustersTab />, denied);
    expect(
      await screen.findByText('You may not see this app, or it does not exist'),
    ).toBeInTheDocument();
  });

  it('offers a retry when the app could not be read', async () => {
    const api = new FixtureFleetApi();
    api.failure = new Error('boom');
    await renderWithFleet(<ClustersTab />, api);
    expect(
      await screen.findByText('The portal could not read this app'),
    ).toBeInTheDocument();
    api.failure = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    expect(await rowOf('beijing')).toBeInTheDocument();
  });
});
