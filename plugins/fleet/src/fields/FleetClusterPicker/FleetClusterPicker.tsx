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
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import Switch from '@material-ui/core/Switch';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import type {
  ClusterSlots,
  FleetSummary,
} from '@slipway/backstage-plugin-fleet-common';
import { Segments, SelectField } from '../../components/Controls';
import { GridTable } from '../../components/GridTable';
import { Section } from '../../components/Section';
import { ViewState } from '../../components/ViewState';
import { useFleet, useNow, useSlots } from '../../hooks';
import { secondaryText } from '../../tokens';
import { describeSize, resolveSize, type NamedSize } from './instanceSize';
import { findObstacle } from './obstacle';
import { usePickerGridStyles } from './pickerGrid';
import { PickerRow } from './PickerRow';
import { PickerTotal } from './PickerTotal';
import type { ClusterChoice, FleetClusterPickerProps } from './schema';

const ALL = 'all';

const useStyles = makeStyles((theme: Theme) => ({
  intro: {
    margin: '-8px 20px 12px',
    fontSize: 13,
    lineHeight: '20px',
    color: secondaryText(theme),
    '& b': { color: theme.palette.text.primary, fontWeight: 600 },
  },
  controls: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: 12,
    padding: '0 20px 16px',
  },
  fits: {
    marginLeft: 'auto',
    marginRight: 0,
    '& .MuiTypography-root': { fontSize: 13 },
  },
  none: {
    margin: 0,
    padding: '20px',
    fontSize: 13,
    color: secondaryText(theme),
  },
}));

/**
 * Clusters by name with what is free in them, and how many instances go where.
 *
 * @public
 */
export function FleetClusterPicker(props: FleetClusterPickerProps) {
  const { formData, formContext, uiSchema, schema, rawErrors = [] } = props;
  const fleet = useFleet();
  const classes = useStyles();
  const options = uiSchema['ui:options'];
  const siblings = formContext?.formData as Record<string, unknown> | undefined;
  const chosen = resolveSize(options, siblings);
  const counted = options?.instances ?? true;
  const app = options?.nameField && siblings?.[options.nameField];
  return (
    <>
      <Section title={schema.title ?? 'Where should it run?'}>
        {(counted || options?.sizes) && (
          <p className={classes.intro}>
            {counted ? 'One instance' : 'One run'}{' '}
            {typeof app === 'string' && app && (
              <>
                of <b>{app}</b>{' '}
              </>
            )}
            takes {describeSize(chosen)}.
          </p>
        )}
        <ViewState
          live={fleet}
          what="the clusters"
          permission="fleet.cluster.read"
        >
          {summary => (
            <PickerContent
              summary={summary}
              chosen={chosen}
              sizes={namedSizes(options?.sizes)}
              choices={formData?.clusters ?? []}
              counted={counted}
              disabled={props.disabled || props.readonly}
              onChange={clusters => props.onChange({ clusters })}
            />
          )}
        </ViewState>
      </Section>
      {rawErrors.length > 0 && (
        <FormHelperText error role="alert">
          {rawErrors.join(' ')}
        </FormHelperText>
      )}
    </>
  );
}

interface PickerContentProps {
  summary: FleetSummary;
  chosen: NamedSize;
  sizes: NamedSize[];
  choices: ClusterChoice[];
  /** Whether the instances of each cluster are chosen. */
  counted: boolean;
  disabled?: boolean;
  onChange: (choices: ClusterChoice[]) => void;
}

function PickerContent(props: PickerContentProps) {
  const { summary, chosen, sizes, choices, counted, disabled, onChange } =
    props;
  const { clusters } = summary;
  const classes = useStyles();
  const grid = usePickerGridStyles();
  const now = useNow();
  const [location, setLocation] = useState('');
  const [group, setGroup] = useState(ALL);
  const [onlyFits, setOnlyFits] = useState(false);
  const others = sizes.filter(({ name }) => name !== chosen.name);
  const slots = useSlots(
    [chosen.size, ...others.map(({ size }) => size)],
    clusters,
  );
  const [ofChosen, ...ofOthers] = (slots.value ?? [[]]).map(byCluster);

  const rows = clusters.map(cluster => ({
    cluster,
    slots: ofChosen.get(cluster.name),
    obstacle: findObstacle(
      cluster,
      chosen,
      ofChosen.get(cluster.name),
      others.map(({ name = '' }, index) => ({
        name,
        slots: ofOthers[index]?.get(cluster.name)?.slots ?? 0,
      })),
      now,
    ),
    choice: choices.find(({ name }) => name === cluster.name),
  }));
  const shown = rows.filter(
    ({ cluster, obstacle, choice }) =>
      choice ||
      ((!location || cluster.location === location) &&
        (group === ALL || cluster.group === group) &&
        (!onlyFits || !obstacle)),
  );
  const choose = (name: string, instances: number | undefined) => {
    const rest = choices.filter(choice => choice.name !== name);
    onChange(
      instances === undefined
        ? rest
        : clusters.flatMap(cluster =>
            cluster.name === name
              ? [{ name, instances }]
              : rest.filter(choice => choice.name === cluster.name),
          ),
    );
  };
  return (
    <>
      <div className={classes.controls}>
        <SelectField
          label="Location"
          value={location}
          onChange={setLocation}
          options={[
            { value: '', text: 'All' },
            ...unique(clusters.map(item => item.location)),
          ]}
        />
        <Segments
          label="Group"
          value={group}
          onChange={setGroup}
          options={[
            { value: ALL, text: 'All groups' },
            ...unique(clusters.map(item => item.group)),
          ]}
        />
        <FormControlLabel
          className={classes.fits}
          label="Only clusters it fits in"
          control={
            <Switch
              size="small"
              color="primary"
              checked={onlyFits}
              onChange={() => setOnlyFits(!onlyFits)}
            />
          }
        />
      </div>
      <GridTable
        label="Clusters to run in"
        grid={grid}
        columns={[
          { unseen: 'Chosen' },
          'Cluster',
          'Health',
          'Free now',
          chosen.name ? `Slots, size ${chosen.name}` : 'Slots',
          counted ? 'Instances' : { unseen: 'Chosen or not' },
        ]}
      >
        {shown.map(({ cluster, choice, ...row }) => (
          <PickerRow
            key={cluster.name}
            cluster={cluster}
            instances={choice?.instances}
            counted={counted}
            disabled={disabled}
            onChange={instances => choose(cluster.name, instances)}
            {...row}
          />
        ))}
      </GridTable>
      {shown.length === 0 && (
        <p className={classes.none}>No cluster that you may see matches.</p>
      )}
      <PickerTotal choices={choices} counted={counted} slots={ofChosen} />
    </>
  );
}

function byCluster(items: ClusterSlots[]): Map<string, ClusterSlots> {
  return new Map(items.map(item => [item.cluster, item]));
}

function namedSizes(
  sizes: Record<string, NamedSize['size']> | undefined,
): NamedSize[] {
  return Object.entries(sizes ?? {}).map(([name, size]) => ({ name, size }));
}

function unique(values: string[]): Array<{ value: string; text: string }> {
  return [...new Set(values)].map(value => ({ value, text: value }));
}
