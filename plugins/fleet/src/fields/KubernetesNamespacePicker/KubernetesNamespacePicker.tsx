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

import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import type { ClusterNamespaces } from '@slipway/backstage-plugin-fleet-common';
import { fleetApiRef } from '../../api';
import { LinkButton } from '../../components/Controls';
import { formatList } from '../../format';
import { useRequest, type RequestedValue } from '../../hooks';
import { makeFleetStyles, secondaryText } from '../../tokens';
import { chosenClusters } from './chosenClusters';
import { NamespaceClusters } from './NamespaceClusters';
import {
  describeChoice,
  listChoices,
  rulesOf,
  suggestName,
  type NamespaceChoice,
} from './namespaceChoices';
import type { KubernetesNamespacePickerProps } from './schema';

const useStyles = makeFleetStyles((theme, tokens) => ({
  option: { minWidth: 0 },
  name: { fontSize: 14, lineHeight: '20px' },
  second: {
    display: 'block',
    fontSize: 12,
    lineHeight: '16px',
    whiteSpace: 'normal',
    color: secondaryText(theme),
  },
  /** MUI greys what is disabled below what can be read. */
  listbox: { '& [aria-disabled="true"]': { opacity: 1 } },
  locked: { color: tokens.tone.muted.text },
  /** That of the stock themes misses 4.5:1 on the page. */
  muted: { color: secondaryText(theme) },
  note: {
    margin: '4px 0 0',
    fontSize: 13,
    lineHeight: '20px',
    color: secondaryText(theme),
  },
}));

/**
 * A namespace of the chosen clusters, with who may use it and how the clusters differ; or a new one.
 *
 * @public
 */
export function KubernetesNamespacePicker(
  props: KubernetesNamespacePickerProps,
) {
  const { formData, formContext, uiSchema, schema, rawErrors = [] } = props;
  const options = uiSchema['ui:options'];
  const siblings = formContext?.formData as Record<string, unknown> | undefined;
  const clusters = chosenClusters(options, siblings);
  const live = useNamespaces(clusters, options);
  const classes = useStyles();
  const rules = rulesOf(options);
  const known = live.value;
  const choices = useMemo(
    () => (known ? listChoices(known, rulesOf(options)) : []),
    [known, options],
  );
  const choice =
    formData && known ? describeChoice(formData, known, rules) : undefined;
  useSuggestion(props, siblings);

  const error = rawErrors.length > 0 || choice?.obstacle !== undefined;
  const muted = error ? undefined : classes.muted;
  return (
    <div>
      <Autocomplete<NamespaceChoice | string, false, false, boolean>
        id={props.idSchema?.$id}
        freeSolo={rules.allowNew}
        autoSelect={rules.allowNew}
        autoHighlight={!rules.allowNew}
        disabled={props.disabled || props.readonly}
        loading={live.state === 'loading' && clusters.length > 0}
        loadingText="Reading namespaces"
        noOptionsText={
          clusters.length > 0
            ? 'No namespace that you may use matches.'
            : 'Choose clusters first.'
        }
        value={formData ?? null}
        options={choices}
        getOptionLabel={nameOf}
        getOptionSelected={(option, value) => nameOf(option) === nameOf(value)}
        getOptionDisabled={option =>
          typeof option !== 'string' && option.obstacle !== undefined
        }
        ListboxProps={{
          className: `MuiAutocomplete-listbox ${classes.listbox}`,
        }}
        onChange={(_event, next) =>
          props.onChange(next === null ? undefined : nameOf(next).trim())
        }
        renderOption={option =>
          typeof option === 'string' ? option : <Option choice={option} />
        }
        renderInput={params => (
          <TextField
            {...params}
            label={schema.title ?? 'Namespace'}
            required={props.required}
            margin="dense"
            variant="outlined"
            error={error}
            helperText={
              rawErrors.length > 0
                ? rawErrors.join(' ')
                : choice?.obstacle ?? schema.description
            }
            InputLabelProps={{ ...params.InputLabelProps, className: muted }}
            FormHelperTextProps={{
              role: error ? 'alert' : undefined,
              className: muted,
            }}
            inputProps={{ ...params.inputProps, autoComplete: 'off' }}
          />
        )}
      />
      {choice && <NamespaceClusters clusters={choice.clusters} />}
      <Standing live={live} clusters={clusters} />
    </div>
  );
}

function Option(props: { choice: NamespaceChoice }) {
  const { name, clusters, obstacle } = props.choice;
  const classes = useStyles();
  const inState = (state: string) =>
    clusters.filter(item => item.state === state).map(item => item.cluster);
  const there = inState('there');
  const made = inState('made');
  const differs = made.length > 0 || there.length < clusters.length;
  return (
    <span className={classes.option}>
      <span className={`${classes.name} ${obstacle ? classes.locked : ''}`}>
        {name}
      </span>
      <span className={classes.second}>
        {obstacle ??
          (differs
            ? [
                there.length > 0 && `there in ${formatList(there)}`,
                made.length > 0 && `will be made in ${formatList(made)}`,
              ]
                .filter(Boolean)
                .join('; ')
            : 'there in every chosen cluster')}
      </span>
    </span>
  );
}

/** What keeps the list from being complete. */
function Standing(props: {
  live: RequestedValue<ClusterNamespaces[]>;
  clusters: string[];
}) {
  const { live, clusters } = props;
  const classes = useStyles();
  if (live.state === 'error' || live.state === 'denied') {
    return (
      <p className={classes.note} role="status">
        The namespaces of {formatList(clusters)} could not be read. A name can
        be typed in; it is checked when the template runs.{' '}
        <LinkButton onClick={live.retry}>Retry now</LinkButton>
      </p>
    );
  }
  return null;
}

const NONE: ClusterNamespaces[] = [];

function useNamespaces(
  clusters: string[],
  options: { apiVersion?: string; kind?: string } = {},
): RequestedValue<ClusterNamespaces[]> {
  const api = useApi(fleetApiRef);
  const { apiVersion, kind } = options;
  const key = JSON.stringify(clusters);
  const request = useCallback(
    async (signal: AbortSignal) => {
      const names = JSON.parse(key) as string[];
      return names.length > 0
        ? api.getNamespaces({ clusters: names, apiVersion, kind }, { signal })
        : NONE;
    },
    [api, key, apiVersion, kind],
  );
  return useRequest(request, { subject: 'namespaces' });
}

/** Proposes a name once, for example that of the owner; what a person chose or emptied stays. */
function useSuggestion(
  { formData, uiSchema, onChange }: KubernetesNamespacePickerProps,
  siblings: Record<string, unknown> | undefined,
): void {
  const field = uiSchema['ui:options']?.suggestFrom;
  const suggestion = field ? suggestName(siblings?.[field]) : undefined;
  const done = useRef(false);
  useEffect(() => {
    if (!done.current && suggestion && formData === undefined) {
      onChange(suggestion);
    }
    // Another field that changes at the same moment can make the form forget it, so it counts once it has arrived.
    done.current ||= formData !== undefined;
  }, [suggestion, formData, onChange]);
}

function nameOf(option: NamespaceChoice | string): string {
  return typeof option === 'string' ? option : option.name;
}
