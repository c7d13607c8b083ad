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

import { render, screen } from '@testing-library/react';
import type { Snapshot } from '../../api';
import { ViewState } from './ViewState';

function answer(statusCode: number, message?: string): Error {
  return Object.assign(new Error(`HTTP ${statusCode}`), {
    statusCode,
    body: { error: { message } },
  });
}

function renderState(snapshot: Partial<Snapshot<string>>) {
  render(
    <ViewState
      live={{ state: 'ready', connected: true, retry: jest.fn(), ...snapshot }}
      what="this cluster"
      permission="fleet.cluster.read"
    >
      {value => <p>{value}</p>}
    </ViewState>,
  );
}

describe('ViewState', () => {
  it('says which right is missing, where the backend does', () => {
    renderState({
      state: 'denied',
      error: answer(403, 'Your groups may not list pods in beijing.'),
    });
    expect(
      screen.getByText(/Your groups may not list pods in beijing\./),
    ).toBeInTheDocument();
    expect(screen.queryByText('fleet.cluster.read')).not.toBeInTheDocument();
  });

  it.each([
    ['a denied permission', answer(403, 'Unauthorized')],
    [
      'what does not exist, or may not be known to',
      answer(404, 'No cluster x'),
    ],
    ['an update that says no more', undefined],
  ])('names the permission for %s', (_what, error) => {
    renderState({ state: 'denied', error });
    expect(screen.getByText('fleet.cluster.read')).toBeInTheDocument();
    expect(screen.queryByText(/No cluster x/)).not.toBeInTheDocument();
  });

  it('promises another try only where one comes', () => {
    renderState({ state: 'error', error: answer(503, 'beijing is away.') });
    expect(
      screen.getByText(/beijing is away\. .* Slipway tries again by itself\./),
    ).toBeInTheDocument();
  });

  it('promises none for what will not change by itself', () => {
    renderState({ state: 'error', error: answer(400, 'limit is too high.') });
    expect(screen.getByText(/limit is too high\./)).not.toHaveTextContent(
      'tries again',
    );
  });

  it('keeps a value in view when a newer one could not be read', () => {
    renderState({ state: 'error', value: 'last known', error: answer(503) });
    expect(screen.getByText('last known')).toBeInTheDocument();
  });
});
