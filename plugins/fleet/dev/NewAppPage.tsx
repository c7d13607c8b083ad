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
import Box from '@material-ui/core/Box';
import Grid from '@material-ui/core/Grid';
import {
  FleetClusterPicker,
  type FleetClusterPickerProps,
} from '../src/fields/FleetClusterPicker';
import {
  KubernetesNamespacePicker,
  type KubernetesNamespacePickerProps,
} from '../src/fields/KubernetesNamespacePicker';
import {
  ManifestPreview,
  type ManifestPreviewProps,
} from '../src/fields/ManifestPreview';
import { TEMPLATE_REF } from '../src/__fixtures__';

const GIB = 2 ** 30;

const PICKER_OPTIONS = {
  sizes: {
    S: { cpu: 4, memory: 8 * GIB, gpu: 0 },
    M: { cpu: 2, memory: 8 * GIB, gpu: 1 },
  },
  sizeField: 'size',
  nameField: 'name',
};

const NAMESPACE_OPTIONS = {
  clustersField: 'placement',
  allowNew: true,
  suggestFrom: 'owner',
};

const PREVIEW_OPTIONS = {
  template: TEMPLATE_REF,
  takeOver: true,
  beside: true,
};

/** The step of a template where one chooses clusters, without a scaffolder; `?size=S` chooses another size. */
export function NewAppPage() {
  const [values, setValues] = useState<Record<string, unknown>>({
    name: 'feed-embedder',
    size: new URLSearchParams(window.location.search).get('size') ?? 'M',
    owner: 'group:default/ranking',
    image: 'registry.local/feed/embedder:v3.1.0',
  });
  const field = (name: string, schema: object, options: object): unknown => ({
    name,
    schema,
    uiSchema: { 'ui:options': options },
    formContext: { formData: values },
    formData: values[name],
    onChange: (value: unknown) =>
      setValues(current => ({ ...current, [name]: value })),
  });
  // A form gives its fields more than these read.
  const placement = field(
    'placement',
    { title: 'Where should it run?' },
    PICKER_OPTIONS,
  ) as FleetClusterPickerProps;
  const namespace = field(
    'namespace',
    { title: 'Namespace', description: 'Made where it is missing.' },
    NAMESPACE_OPTIONS,
  ) as KubernetesNamespacePickerProps;
  const plan = field('plan', {}, PREVIEW_OPTIONS) as ManifestPreviewProps;
  return (
    <Box p={3}>
      <Grid container spacing={2}>
        <Grid item xs={12}>
          <FleetClusterPicker {...placement} />
        </Grid>
        <Grid item xs={12}>
          <KubernetesNamespacePicker {...namespace} />
        </Grid>
        <Grid item xs={12}>
          <ManifestPreview {...plan} />
        </Grid>
      </Grid>
    </Box>
  );
}
