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
import { fleetApiRef } from '../../api';
import { KubernetesNamespacePicker } from './KubernetesNamespacePicker';
import type {
  KubernetesNamespacePickerOptions,
  KubernetesNamespacePickerProps,
} from './schema';
import { validateNamespace } from './validation';

const PLACEMENT = {
  clusters: [
    { name: 'beijing', instances: 1 },
    { name: 'aliyun', instances: 1 },
  ],
};

/** The field in a form that keeps its value. */
function Field(props: {
  options?: KubernetesNamespacePickerOptions;
  formData?: Record<string, unknown>;
  onValue?: (value?: string) => void;
}) {
  const [value, setValue] = useState<string>();
  const fieldProps = {
    name: 'namespace',
    schema: { title: 'Namespace', description: 'Where its objects are.' },
    uiSchema: {
      'ui:options': { clustersField: 'placement', ...props.options },
    },
    formContext: { formData: props.formData ?? { placement: PLACEMENT } },
    formData: value,
    onChange: (next?: string) => {
      setValue(next);
      props.onValue?.(next);
    },
  };
  return (
    <KubernetesNamespacePicker
      {...(fieldProps as unknown as KubernetesNamespacePickerProps)}
    />
  );
}

const input = () => screen.getByRole('textbox', { name: 'Namespace' });
const perCluster = async () =>
  within(await screen.findByRole('list', { name: 'In each cluster' }))
    .getAllByRole('listitem')
    .map(item => item.textContent);

describe('KubernetesNamespacePicker', () => {
  it('offers the namespaces of the chosen clusters, with why not', async () => {
    const onValue = jest.fn();
    await renderWithFleet(<Field onValue={onValue} />);
    await userEvent.click(input());
    const options = within(await screen.findByRole('listbox'));
    await waitFor(() => expect(options.getAllByRole('option')).toHaveLength(3));
    expect(
      options.getAllByRole('option').map(option => option.textContent),
    ).toEqual([
      'sharedthere in every chosen cluster',
      'rankingIt is not in aliyun, or not yours to use there.',
      'adsYou may not apply a Deployment in it in beijing and aliyun.',
    ]);
    expect(options.getByRole('option', { name: /^ads/ })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await userEvent.keyboard('{Enter}');
    expect(onValue).toHaveBeenLastCalledWith('shared');
    expect(await perCluster()).toEqual(['beijing there', 'aliyun there']);
  });

  it('takes a new name where that is allowed, and proposes that of the owner', async () => {
    const onValue = jest.fn();
    await renderWithFleet(
      <Field
        options={{
          allowNew: true,
          suggestFrom: 'owner',
          pattern: '^team-|^ranking$',
          patternHint: 'Begin with team-.',
        }}
        formData={{ placement: PLACEMENT, owner: 'group:default/ranking' }}
        onValue={onValue}
      />,
    );
    expect(onValue).toHaveBeenLastCalledWith('ranking');
    expect(await perCluster()).toEqual([
      'beijing there, of ranking',
      'aliyun will be made',
    ]);
    await userEvent.clear(input());
    await userEvent.type(input(), 'other{Enter}');
    expect(onValue).toHaveBeenLastCalledWith('other');
    expect(await screen.findByText('Begin with team-.')).toBeInTheDocument();
    await userEvent.clear(input());
    await userEvent.type(input(), 'team-web{Enter}');
    expect(onValue).toHaveBeenLastCalledWith('team-web');
    expect(await perCluster()).toEqual([
      'beijing will be made',
      'aliyun will be made',
    ]);
    expect(screen.getByText('Where its objects are.')).toBeInTheDocument();
  });

  it('asks for clusters first, and says when namespaces could not be read', async () => {
    await renderWithFleet(<Field formData={{}} />);
    await userEvent.click(input());
    expect(
      await screen.findByText('Choose clusters first.'),
    ).toBeInTheDocument();
  });

  it('takes a name when namespaces could not be read', async () => {
    const api = new FixtureFleetApi();
    api.failure = new Error('gone');
    await renderWithFleet(<Field options={{ allowNew: true }} />, api);
    expect(
      await screen.findByText(
        /The namespaces of beijing and aliyun could not be read/,
      ),
    ).toBeInTheDocument();
    api.failure = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    await waitFor(() =>
      expect(screen.queryByText(/could not be read/)).not.toBeInTheDocument(),
    );
  });
});

describe('validateNamespace', () => {
  async function errorsOf(
    value: string | undefined,
    api: FixtureFleetApi,
    options: KubernetesNamespacePickerOptions = {},
  ): Promise<string[]> {
    const errors: string[] = [];
    await validateNamespace(
      value,
      { addError: (message: string) => errors.push(message) } as never,
      {
        apiHolder: {
          get: ref => (ref.id === fleetApiRef.id ? (api as never) : undefined),
        },
        formData: { placement: PLACEMENT },
        uiSchema: {
          'ui:options': { clustersField: 'placement', ...options },
        },
      },
    );
    return errors;
  }

  it('refuses what cannot be used, and does not lock the form when nothing answers', async () => {
    const api = new FixtureFleetApi();
    expect(await errorsOf('shared', api)).toEqual([]);
    expect(await errorsOf('ranking', api, { allowNew: true })).toEqual([]);
    expect(await errorsOf('ranking', api)).toHaveLength(1);
    expect(await errorsOf('ads', api)).toHaveLength(1);
    expect(await errorsOf(undefined, api)).toEqual([]);
    api.failure = new Error('gone');
    expect(await errorsOf('ads', api)).toEqual([]);
    expect(await errorsOf('Not A Name', api)).toHaveLength(1);
  });
});
