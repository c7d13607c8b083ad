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

import { useId, useState } from 'react';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { Segments } from '../../components/Controls';
import { makeFleetStyles, secondaryText } from '../../tokens';
import { DiffView } from './DiffView';
import { toYaml } from './manifests';
import { diffObject, type DiffLine } from './objectDiff';
import { summariseCluster } from './outcomes';
import { PlanFindings, type PlanFindingsProps } from './PlanFindings';
import { PlanObjects } from './PlanObjects';
import {
  isRefused,
  type PlannedCluster,
  type PlannedObject,
} from './planSteps';

const useStyles = makeFleetStyles((theme, tokens) => ({
  tabs: {
    minHeight: 40,
    borderBottom: `1px solid ${tokens.line}`,
    '& .MuiTabs-indicator': { backgroundColor: theme.palette.primary.main },
  },
  tab: {
    minHeight: 40,
    minWidth: 0,
    padding: '8px 16px',
    fontSize: 13,
    fontWeight: 400,
    lineHeight: '20px',
    letterSpacing: 0,
    textTransform: 'none',
    opacity: 1,
    color: secondaryText(theme),
    '& b': { fontWeight: 600, color: theme.palette.text.primary },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: -2,
    },
  },
  detail: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: 8,
    padding: '8px 16px',
    '& h4': {
      flex: 1,
      margin: 0,
      minWidth: 0,
      fontSize: 13,
      lineHeight: '20px',
      fontWeight: 600,
      overflowWrap: 'anywhere',
    },
  },
}));

type View = 'changes' | 'manifest' | 'all';

/** A plan, a tab a cluster: its objects, what changes in the chosen one, and what is in the way. */
export function PlanView(props: Omit<PlanFindingsProps, 'cluster'>) {
  const { plan } = props;
  const { clusters } = plan;
  const classes = useStyles();
  const id = useId();
  const [clusterName, setClusterName] = useState<string>();
  const cluster =
    clusters.find(item => item.cluster === clusterName) ??
    clusters.find(item => !item.accepted) ??
    clusters[0];
  return (
    <>
      {cluster && (
        <>
          <Tabs
            className={classes.tabs}
            variant="scrollable"
            scrollButtons="auto"
            aria-label="Clusters of the plan"
            value={cluster.cluster}
            onChange={(_event, next: string) => setClusterName(next)}
          >
            {clusters.map(item => (
              <Tab
                key={item.cluster}
                disableRipple
                className={classes.tab}
                value={item.cluster}
                id={`${id}-tab-${item.cluster}`}
                aria-controls={item === cluster ? `${id}-plan` : undefined}
                label={
                  <span>
                    <b>{item.cluster}</b> {summariseCluster(item)}
                  </span>
                }
              />
            ))}
          </Tabs>
          <div
            role="tabpanel"
            id={`${id}-plan`}
            aria-labelledby={`${id}-tab-${cluster.cluster}`}
          >
            <ClusterPlan key={cluster.cluster} cluster={cluster} />
          </div>
        </>
      )}
      <PlanFindings {...props} cluster={cluster} />
    </>
  );
}

function ClusterPlan(props: { cluster: PlannedCluster }) {
  const { cluster, objects } = props.cluster;
  const classes = useStyles();
  const [chosen, setChosen] = useState<string>();
  const [view, setView] = useState<View>('changes');
  const selected =
    objects.find(object => keyOf(object) === chosen) ?? mostTelling(objects);
  if (!selected) {
    return null;
  }
  const title =
    view === 'all'
      ? `What goes to ${cluster}`
      : `${selected.kind} ${selected.name}`;
  return (
    <>
      <PlanObjects
        objects={objects}
        selected={view === 'all' ? undefined : selected}
        onSelect={index => {
          setChosen(keyOf(objects[index]));
          setView(view === 'all' ? 'changes' : view);
        }}
      />
      <div className={classes.detail}>
        <h4>{title}</h4>
        <Segments
          label="What to show"
          value={view}
          onChange={setView}
          options={[
            { value: 'changes', text: 'Changes' },
            {
              value: 'manifest',
              text: 'Manifest',
              disabled: !selected.manifest,
            },
            { value: 'all', text: `All ${objects.length}` },
          ]}
        />
      </div>
      <DiffView label={title} lines={linesOf(view, selected, objects)} />
    </>
  );
}

function linesOf(
  view: View,
  selected: PlannedObject,
  objects: PlannedObject[],
): DiffLine[] {
  const manifests = objects.flatMap(({ manifest }) => manifest ?? []);
  switch (view) {
    case 'all':
      return plainLines(manifests.map(toYaml).join('---\n'));
    case 'manifest':
      return plainLines(selected.manifest ? toYaml(selected.manifest) : '');
    default: {
      const lines = diffObject(selected);
      return lines.length > 0
        ? lines
        : [{ sign: ' ', text: explainNothing(selected) }];
    }
  }
}

function explainNothing({ outcome, manifest }: PlannedObject): string {
  if (outcome === 'unchanged') {
    return 'It is there as it is wanted.';
  }
  return manifest
    ? 'The cluster did not say what would change.'
    : 'Slipway makes it; its fields are not known before.';
}

function plainLines(text: string): DiffLine[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line, index) => ({ sign: ' ', number: index + 1, text: line }));
}

/** What is in the way first, then what changes something that is there. */
function mostTelling(objects: PlannedObject[]): PlannedObject | undefined {
  return (
    objects.find(({ outcome }) => isRefused(outcome)) ??
    objects.find(({ outcome }) => outcome === 'changed') ??
    objects.find(({ manifest }) => manifest) ??
    objects[0]
  );
}

function keyOf({ kind, namespace, name }: PlannedObject): string {
  return [kind, namespace, name].join('/');
}
