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
import Grid from '@material-ui/core/Grid';
import { NotAllowedError } from '@backstage/errors';
import {
  FixtureFleetApi,
  FixtureScaffolder,
  TEMPLATE_REF,
} from '../../__fixtures__';
import { renderWithFleet } from '../../__testUtils__/renderWithFleet';
import { ManifestPreview } from './ManifestPreview';
import type { ManifestPreviewProps, ManifestPreviewValue } from './schema';
import { validatePlan } from './validation';

const BEIJING = [{ name: 'beijing', instances: 2 }];
const BOTH = [...BEIJING, { name: 'aliyun', instances: 2 }];

/** The field in a form that keeps its value, with a button in place of the picker. */
function Field(props: {
  clusters: object[];
  options?: object;
  onValue?: (value?: ManifestPreviewValue) => void;
}) {
  const [value, setValue] = useState<ManifestPreviewValue>();
  const [clusters, setClusters] = useState(props.clusters);
  const fieldProps = {
    name: 'plan',
    schema: {},
    uiSchema: {
      'ui:options': {
        template: TEMPLATE_REF,
        takeOver: true,
        ...props.options,
      },
    },
    formContext: {
      formData: {
        name: 'feed-embedder',
        namespace: 'ranking',
        owner: 'group:default/ranking',
        image: 'registry.local/feed/embedder:v3.1.0',
        placement: { clusters },
      },
    },
    formData: value,
    onChange: (next?: ManifestPreviewValue) => {
      setValue(next);
      props.onValue?.(next);
    },
  };
  return (
    <>
      <button onClick={() => setClusters(BOTH)}>Choose both</button>
      <ManifestPreview {...(fieldProps as unknown as ManifestPreviewProps)} />
    </>
  );
}

const objects = () => within(screen.getByRole('list', { name: 'Objects' }));

describe('ManifestPreview', () => {
  beforeEach(() => {
    // jsdom has no layout; the plan is not folded on a wide window.
    window.matchMedia = jest.fn().mockImplementation(query => ({
      matches: true,
      media: query,
      addListener: jest.fn(),
      removeListener: jest.fn(),
      addEventListener: jest.fn(),
      removeEventListener: jest.fn(),
    }));
  });

  it('shows what is in the way, and goes on once it may be taken over', async () => {
    const onValue = jest.fn();
    await renderWithFleet(<Field clusters={BOTH} onValue={onValue} />);
    expect(
      await screen.findByText('Dry run refused · 1 of 2'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        /Checked by the API servers of beijing and aliyun at \S+\. Nothing is changed before you press Create\./,
      ),
    ).toBeInTheDocument();
    expect(onValue).toHaveBeenLastCalledWith({
      takeOver: false,
      verdict: 'refused',
    });
    expect(screen.getByText(/kubectl owns/)).toHaveTextContent(
      'kubectl owns spec.selector of Service feed-embedder.',
    );
    expect(screen.getByRole('tab', { selected: true })).toHaveTextContent(
      'beijing 1 refused, 3 new',
    );

    await userEvent.click(
      screen.getByRole('checkbox', { name: 'Take over what others own' }),
    );
    expect(
      await screen.findByText('Dry run accepted · 2 of 2'),
    ).toBeInTheDocument();
    expect(onValue).toHaveBeenLastCalledWith({
      takeOver: true,
      verdict: 'accepted',
    });
    expect(screen.getByRole('tab', { selected: true })).toHaveTextContent(
      'beijing 3 new, 1 change',
    );
    const diff = screen.getByRole('region', { name: 'Service feed-embedder' });
    expect(diff).toHaveTextContent('- app: embedder');
    expect(diff).toHaveTextContent('+ app.kubernetes.io/name: feed-embedder');
  });

  it('leads through clusters, objects and manifests by keyboard', async () => {
    await renderWithFleet(<Field clusters={BOTH} />);
    const tab = await screen.findByRole('tab', { name: /^beijing/ });
    tab.focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    expect(screen.getByRole('tab', { selected: true })).toHaveTextContent(
      'aliyun 5 new',
    );
    const deployment = objects().getByRole('button', { name: /Deployment/ });
    deployment.focus();
    await userEvent.keyboard('{Enter}');
    expect(deployment).toHaveAttribute('aria-pressed', 'true');
    expect(
      screen.getByRole('region', { name: 'Deployment feed-embedder' }),
    ).toHaveTextContent('image: registry.local/feed/embedder:v3.1.0');
    await userEvent.click(screen.getByRole('button', { name: 'All 5' }));
    const all = screen.getByRole('region', { name: 'What goes to aliyun' });
    expect(all).toHaveTextContent('kind: PodDisruptionBudget');
    expect(all).toHaveTextContent('minReplicas: 2');
  });

  it('follows the form, and keeps the last plan meanwhile', async () => {
    const onValue = jest.fn();
    await renderWithFleet(<Field clusters={[]} onValue={onValue} />);
    expect(
      await screen.findByText(
        'Choose a cluster to see what will be created there.',
      ),
    ).toBeInTheDocument();
    expect(onValue).toHaveBeenLastCalledWith({
      takeOver: false,
      verdict: 'unknown',
    });
    await userEvent.click(screen.getByRole('button', { name: 'Choose both' }));
    expect(await screen.findByText('Checking')).toBeInTheDocument();
    expect(
      await screen.findByText('Dry run refused · 1 of 2'),
    ).toBeInTheDocument();
  });

  it('says what is wrong with the manifests', async () => {
    const api = new FixtureFleetApi();
    api.problems = [
      { index: 0, message: 'Deployment feed-embedder has no image.' },
    ];
    await renderWithFleet(
      <Field clusters={BEIJING} options={{ steps: ['apply'] }} />,
      api,
    );
    expect(await screen.findByText('Refused')).toBeInTheDocument();
    expect(
      screen.getByText('Deployment feed-embedder has no image.'),
    ).toBeInTheDocument();
  });

  it('says what may not be seen, and what could not be read', async () => {
    const scaffolder = new FixtureScaffolder();
    scaffolder.failure = new NotAllowedError('no');
    await renderWithFleet(
      <Field clusters={BEIJING} />,
      new FixtureFleetApi(),
      scaffolder,
    );
    expect(
      await screen.findByText('You may not see what this would do'),
    ).toBeInTheDocument();
  });

  it('keeps a plan that cannot be made anew, and says how old it is', async () => {
    const api = new FixtureFleetApi();
    await renderWithFleet(<Field clusters={BEIJING} />, api);
    expect(
      await screen.findByText('Dry run refused · 1 of 1'),
    ).toBeInTheDocument();
    api.failure = new Error('gone');
    await userEvent.click(screen.getByRole('button', { name: 'Choose both' }));
    expect(await screen.findByText(/^Stale · /)).toBeInTheDocument();
    expect(objects().getAllByRole('button')).toHaveLength(5);
    api.failure = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Check again' }));
    await waitFor(() =>
      expect(screen.getByText('Dry run refused · 1 of 2')).toBeInTheDocument(),
    );
  });

  it('stands beside the fields before it where there is room', async () => {
    await renderWithFleet(
      <Grid container data-testid="form">
        <Grid item xs={12}>
          The picker
        </Grid>
        <Grid item xs={12} data-testid="cell">
          <Field clusters={[]} options={{ beside: true }} />
        </Grid>
      </Grid>,
    );
    expect(await screen.findByTestId('form')).toHaveStyle({ display: 'grid' });
    expect(screen.getByTestId('cell').style.gridColumn).toBe('2');
    expect(screen.getByText('The picker').style.gridColumn).toBe('1');
  });

  it('lets nobody go on with what is refused', () => {
    const field = { addError: jest.fn() };
    const check = (verdict?: ManifestPreviewValue['verdict']) =>
      validatePlan({ verdict }, field as never);
    check('accepted');
    check('unknown');
    validatePlan(undefined, field as never);
    expect(field.addError).not.toHaveBeenCalled();
    check('refused');
    expect(field.addError).toHaveBeenCalledTimes(1);
  });
});
