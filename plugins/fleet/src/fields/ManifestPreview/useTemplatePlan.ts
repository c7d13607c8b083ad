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

import { useCallback, useRef, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { useApi } from '@backstage/core-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { fleetApiRef } from '../../api';
import { useRequest, type RequestedValue } from '../../hooks';
import { planSteps, type Plan } from './planSteps';
import { renderSteps, type Template } from './renderSteps';

/** Who fills in the form is given so long before the clusters are asked. */
const TYPING_PAUSE_MS = 500;

/** What a plan is made from. */
export interface PlanInput {
  templateRef: string;
  /** Values of the form. */
  values: Record<string, unknown>;
  /** Ids of the steps to show; by default all that change clusters. */
  steps?: string[];
}

/** What a template would do with the values of the form; made anew when they change, the last plan stays meanwhile. */
export function useTemplatePlan(input: PlanInput): RequestedValue<Plan> {
  const catalogApi = useApi(catalogApiRef);
  const scaffolderApi = useApi(scaffolderApiRef);
  const fleetApi = useApi(fleetApiRef);
  const templates = useRef(new Map<string, Template>());
  const key = JSON.stringify(input);
  const [settled, setSettled] = useState(key);
  useDebounce(() => setSettled(key), TYPING_PAUSE_MS, [key]);

  const request = useCallback(
    async (signal: AbortSignal) => {
      const { templateRef, values, steps } = JSON.parse(settled) as PlanInput;
      const template =
        templates.current.get(templateRef) ??
        (await catalogApi.getEntityByRef(templateRef));
      if (!template) {
        throw new NotFoundError(`No template ${templateRef}`);
      }
      templates.current.set(templateRef, template as Template);
      const rendered = await renderSteps(
        scaffolderApi,
        template as Template,
        values,
        steps,
      );
      return planSteps(fleetApi, rendered, { signal });
    },
    [catalogApi, scaffolderApi, fleetApi, settled],
  );
  const plan = useRequest(request, { subject: input.templateRef });
  return { ...plan, pending: plan.pending || settled !== key };
}
