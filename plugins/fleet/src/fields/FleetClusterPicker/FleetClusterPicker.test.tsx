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

import { useState } from 'react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FixtureFleetApi } from '../../__fixtures__';
import { renderWithFleet } from '../../__testUtils__/renderWithFleet';
import { FleetClusterPicker } from './FleetClusterPicker';
import type {
  FleetClusterPickerProps,
  FleetClusterPickerValue,
} from './schema';

const GIB = 2 ** 30;
const OPTIONS = {
  sizes: {
    S: { cpu: 4, memory: 8 * GIB, gpu: 0 },
    M: { cpu: 2, memory: 8 * GIB, gpu: 1 },
  },
  sizeField: 'size',
  nameField: 'name',
};

/** The field in a form that keeps its value. */
function Field(props: {
  formData: Record<string, string>;
  options?: object;
  onValue: (value?: FleetClusterPickerValue) => void;
}) {
  const [value, setValue] = useState<FleetClusterPickerValue>();
  const fieldProps = {
    schema: {},
    uiSchema: { 'ui:options': { ...OPTIONS, ...props.options } },
    formContext: { formData: props.formData },
    formData: value,
    onChange: (next?: FleetClusterPickerValue) => {
      setValue(next);
      props.onValue(next);
    },
  };
  return (
    <FleetClusterPicker
      {...(fieldProps as unknown as FleetClusterPickerProps)}
    />
  );
}

async function renderField(
  size: string,
  api = new FixtureFleetApi(),
  options?: object,
) {
  const onValue = jest.fn();
  await renderWithFleet(
    <Field
      formData={{ size, name: 'feed-embedder' }}
      options={options}
      onValue={onValue}
    />,
    api,
  );
  await waitFor(() =>
    expect(
      screen.getByRole('checkbox', { name: 'Run in beijing' }),
    ).toBeEnabled(),
  );
  return onValue;
}

describe('FleetClusterPicker', () => {
  it('yields clusters with instances, up to the slots', async () => {
    const onValue = await renderField('M');
    expect(screen.getByText('feed-embedder')).toBeInTheDocument();
    expect(
      screen.getByText(/takes 2 cores, 8\sGiB and 1\sGPU \(size M\)/),
    ).toBeInTheDocument();

    await userEvent.click(
      screen.getByRole('checkbox', { name: 'Run in beijing' }),
    );
    expect(onValue).toHaveBeenLastCalledWith({
      clusters: [{ name: 'beijing', instances: 1 }],
    });
    const more = screen.getByRole('button', {
      name: 'One instance more in beijing',
    });
    await userEvent.click(more);
    await userEvent.click(more);
    await userEvent.click(more);
    expect(more).toBeDisabled();
    await userEvent.click(
      screen.getByRole('checkbox', { name: 'Run in aliyun' }),
    );
    expect(onValue).toHaveBeenLastCalledWith({
      clusters: [
        { name: 'beijing', instances: 4 },
        { name: 'aliyun', instances: 1 },
      ],
    });
    expect(
      screen.getByText(/^5\sinstances in 2\sclusters, all fit$/),
    ).toBeInTheDocument();

    await userEvent.click(
      screen.getByRole('checkbox', { name: 'Run in beijing' }),
    );
    expect(onValue).toHaveBeenLastCalledWith({
      clusters: [{ name: 'aliyun', instances: 1 }],
    });
  });

  it('yields clusters alone where there is nothing to count', async () => {
    const onValue = await renderField('M', undefined, { instances: false });
    expect(screen.getByText(/^One run/)).toBeInTheDocument();

    await userEvent.click(
      screen.getByRole('checkbox', { name: 'Run in beijing' }),
    );
    expect(onValue).toHaveBeenLastCalledWith({
      clusters: [{ name: 'beijing', instances: 1 }],
    });
    expect(screen.queryByRole('button', { name: /One instance/ })).toBeNull();
    expect(
      screen.getByText(/^1\scluster, it fits in all$/),
    ).toBeInTheDocument();
  });

  it('says why a cluster cannot be chosen', async () => {
    const api = new FixtureFleetApi();
    api.fleet.clusters[4].writable = false;
    api.fleet.clusters[1].freshness = {
      state: 'denied',
      deniedTo: 'viewer',
      since: new Date().toISOString(),
      reason: 'You may not list nodes in beijing-train.',
    };
    await renderField('M', api);
    const choose = (name: string) =>
      screen.getByRole('checkbox', { name: `Run in ${name}` });

    expect(choose('shanghai')).toBeDisabled();
    expect(
      screen.getByText(
        /Slots cannot be promised while its state is 4\smin old/,
      ),
    ).toBeInTheDocument();
    expect(choose('shanghai-test')).toBeDisabled();
    expect(
      screen.getByText(
        /0 slots: size M needs 1\sGPU and this cluster has none. Size S would fit 53\stimes./,
      ),
    ).toBeInTheDocument();
    expect(choose('aliyun')).toBeDisabled();
    expect(
      screen.getByText('You may see this cluster but not create apps in it.'),
    ).toBeInTheDocument();
    expect(choose('beijing-train')).toBeDisabled();
    expect(
      screen.getByText(
        'You may not list nodes in beijing-train. So its slots are not known.',
      ),
    ).toBeInTheDocument();
  });

  it('follows the size that the form has chosen', async () => {
    await renderField('S');
    expect(
      screen.getByText(/takes 4 cores and 8\sGiB \(size S\)/),
    ).toBeVisible();
    expect(
      screen.getByRole('checkbox', { name: 'Run in shanghai-test' }),
    ).toBeEnabled();
  });

  it('says why there are fewer slots than what is free suggests', async () => {
    await renderField('M');
    expect(
      screen.getByText('8 of 30 free GPUs lack memory'),
    ).toBeInTheDocument();
  });

  it('filters by group, and to those it fits in', async () => {
    await renderField('M');
    await userEvent.click(screen.getByRole('button', { name: 'training' }));
    const table = within(
      screen.getByRole('table', { name: 'Clusters to run in' }),
    );
    expect(table.getAllByRole('checkbox')).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'All groups' }));
    await userEvent.click(
      screen.getByRole('checkbox', { name: 'Only clusters it fits in' }),
    );
    expect(table.getAllByRole('checkbox')).toHaveLength(3);
  });

  it('offers a retry when the clusters could not be read', async () => {
    const api = new FixtureFleetApi();
    api.failure = new Error('boom');
    await renderWithFleet(<Field formData={{}} onValue={jest.fn()} />, api);
    expect(
      await screen.findByText('The portal could not read the clusters'),
    ).toBeInTheDocument();
  });
});
