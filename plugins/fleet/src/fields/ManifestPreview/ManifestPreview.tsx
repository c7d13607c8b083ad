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

import { useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router-dom';
import FormHelperText from '@material-ui/core/FormHelperText';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { ActionButton } from '../../components/Controls';
import { Section } from '../../components/Section';
import { ViewState } from '../../components/ViewState';
import { formatClock, formatList } from '../../format';
import { useNow } from '../../hooks';
import { makeFleetStyles, secondaryText } from '../../tokens';
import { PlanChip } from './PlanChip';
import type { Plan } from './planSteps';
import { PlanView } from './PlanView';
import type { ManifestPreviewProps, ManifestPreviewValue } from './schema';
import { useBeside } from './useBeside';
import { useTemplatePlan } from './useTemplatePlan';

/** From here on there is room for the plan beside the form; under it the plan is folded. */
const ROOM = '(min-width: 1025px)';

const useStyles = makeFleetStyles(theme => ({
  intro: {
    margin: '-8px 20px 12px',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
  },
  fold: { padding: '0 20px 16px' },
  pending: { opacity: 0.55, transition: 'opacity .2s' },
}));

/**
 * What a template would do to clusters, from its own manifests and the values of the form, as the clusters see it.
 *
 * @public
 */
export function ManifestPreview(props: ManifestPreviewProps) {
  const { formContext, uiSchema, name, rawErrors = [] } = props;
  const options = uiSchema['ui:options'];
  const params = useParams<'namespace' | 'templateName'>();
  const templateRef = options?.template ?? templateOf(params);
  const root = useRef<HTMLDivElement>(null);
  useBeside(root, options?.beside ?? false);
  const siblings = (formContext?.formData ?? {}) as Record<string, unknown>;
  return (
    <div ref={root}>
      {templateRef ? (
        <TemplatePlan
          {...props}
          templateRef={templateRef}
          // The verdict is an answer to the plan, so it must not lead to the next one.
          values={{ ...siblings, [name]: { takeOver: takesOver(props) } }}
        />
      ) : (
        <Section title="Plan">
          <p style={{ margin: '0 20px 16px', fontSize: 13 }}>
            The plan shows where the template is run from the catalog.
          </p>
        </Section>
      )}
      {rawErrors.length > 0 && (
        <FormHelperText error role="alert">
          {rawErrors.join(' ')}
        </FormHelperText>
      )}
    </div>
  );
}

function TemplatePlan(
  props: ManifestPreviewProps & {
    templateRef: string;
    values: Record<string, unknown>;
  },
) {
  const { templateRef, values, uiSchema, formData, onChange } = props;
  const options = uiSchema['ui:options'];
  const live = useTemplatePlan({ templateRef, values, steps: options?.steps });
  const classes = useStyles();
  const now = useNow();
  const roomy = useMediaQuery(ROOM, { noSsr: true });
  const [unfolded, setUnfolded] = useState(false);
  const takeOver = takesOver(props);
  const { value: plan, pending } = live;

  const verdict = pending || !plan ? 'unknown' : verdictOf(plan);
  const known = formData?.verdict;
  useEffect(() => {
    if (verdict !== known) {
      onChange({ takeOver, verdict });
    }
    // Only a new verdict is told; the form gives a new onChange at each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [verdict, known, takeOver]);

  const open = roomy || unfolded;
  return (
    <Section
      title={props.schema.title ?? 'Plan'}
      actions={<PlanChip live={live} now={now} />}
    >
      {plan && <p className={classes.intro}>{describePlan(plan, now)}</p>}
      {!open && (
        <div className={classes.fold}>
          <ActionButton small onClick={() => setUnfolded(true)}>
            Show the plan
          </ActionButton>
        </div>
      )}
      {open && (
        <div className={pending && plan ? classes.pending : undefined}>
          <ViewState
            live={live}
            what="the plan"
            permission="scaffolder.template.dry-run"
            denied={{ title: 'You may not see what this would do' }}
          >
            {value => (
              <PlanView
                plan={value}
                canTakeOver={options?.takeOver ?? false}
                takeOver={takeOver}
                onTakeOver={next =>
                  onChange({ takeOver: next, verdict: known })
                }
              />
            )}
          </ViewState>
        </div>
      )}
    </Section>
  );
}

function takesOver({ formData }: ManifestPreviewProps): boolean {
  return formData?.takeOver ?? false;
}

function templateOf(params: {
  namespace?: string;
  templateName?: string;
}): string | undefined {
  const { namespace, templateName } = params;
  return namespace && templateName
    ? `template:${namespace}/${templateName}`
    : undefined;
}

function verdictOf(plan: Plan): NonNullable<ManifestPreviewValue['verdict']> {
  const { clusters, problems } = plan;
  if (problems.length > 0 || clusters.some(({ accepted }) => !accepted)) {
    return 'refused';
  }
  return clusters.length > 0 ? 'accepted' : 'unknown';
}

function describePlan(plan: Plan, now: number): string {
  const { clusters, problems, checkedAt } = plan;
  if (clusters.length === 0) {
    return problems.length > 0
      ? 'No cluster was asked. Nothing was changed.'
      : 'Choose a cluster to see what will be created there.';
  }
  const servers =
    clusters.length > 3
      ? `${clusters.length} API servers`
      : `the API servers of ${formatList(clusters.map(item => item.cluster))}`;
  const who =
    clusters.length === 1
      ? `the API server of ${clusters[0].cluster}`
      : servers;
  const at = formatClock(new Date(checkedAt).toISOString(), now);
  return `Checked by ${who} at ${at}. Nothing is changed before you press Create.`;
}
