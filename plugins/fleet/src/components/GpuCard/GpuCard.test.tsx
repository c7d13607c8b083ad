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

import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { APP_REF, appFixture, FixtureFleetApi } from '../../__fixtures__';
import { renderWithFleet } from '../../__testUtils__/renderWithFleet';
import { StatusCard } from '../StatusCard';
import { GpuCard } from './GpuCard';

describe('GpuCard', () => {
  it('shows allocation by use, and utilisation over a range', async () => {
    const api = new FixtureFleetApi();
    const series = jest.spyOn(api, 'getGpuSeries');
    await renderWithFleet(<GpuCard />, api);
    expect(
      await screen.findByRole('img', {
        name: '26 busy, 4 idle, 6 unknown of 36 requested',
      }),
    ).toBeInTheDocument();
    expect(screen.getByText('beijing 2, shanghai 2')).toBeInTheDocument();
    expect(screen.getByText('no metrics in aliyun')).toBeInTheDocument();
    expect(
      await screen.findByRole('img', {
        name: /GPU utilisation over 24 h: mean 6\d\s% of the 30\sGPUs/,
      }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: '7 d' }));
    expect(series).toHaveBeenLastCalledWith(
      APP_REF,
      { range: '7d' },
      expect.anything(),
    );
  });

  it('says unknown, not idle, where nobody measures', async () => {
    const api = new FixtureFleetApi();
    const status = appFixture();
    api.apps.set(APP_REF, { ...status, clusters: [status.clusters[2]] });
    await renderWithFleet(<GpuCard />, api);
    expect(
      await screen.findByText(/use is unknown, not idle/),
    ).toBeInTheDocument();
    expect(screen.getAllByText('Unknown')).toHaveLength(3);
  });

  it('leaves no trace on the page of an app without GPUs', async () => {
    const api = new FixtureFleetApi();
    const status = appFixture();
    status.clusters.forEach(({ status: known }) => {
      known!.gpus = undefined;
    });
    api.apps.set(APP_REF, status);
    await renderWithFleet(
      <>
        <StatusCard />
        <div data-testid="place">
          <GpuCard />
        </div>
      </>,
      api,
    );
    expect(await screen.findByText('Live · 3 clusters')).toBeInTheDocument();
    expect(screen.getByTestId('place')).toBeEmptyDOMElement();
  });
});
