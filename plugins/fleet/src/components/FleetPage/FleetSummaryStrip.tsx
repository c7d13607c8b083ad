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

import Tooltip from '@material-ui/core/Tooltip';
import InfoOutlined from '@material-ui/icons/InfoOutlined';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import type { FleetSummary } from '@slipway/backstage-plugin-fleet-common';
import {
  formatAgo,
  formatCount,
  formatDuration,
  formatList,
  formatQuantity,
} from '../../format';
import { useNow } from '../../hooks';
import { CLUSTER_STATES_BY_URGENCY, CLUSTER_STATE_LOOKS } from '../../tokens';
import { Figure, FigureStrip } from '../Figure';
import { LinkButton } from '../Controls';
import { Section } from '../Section';
import { StateIcon } from '../StateIcon';
import { sumFleet } from './fleetFilter';

const HOUR_SECONDS = 3_600;

/** The fleet in six figures. */
export function FleetSummaryStrip(props: {
  summary: FleetSummary;
  onShowAttention: () => void;
}) {
  const { summary, onShowAttention } = props;
  const { clusters, requests } = summary;
  const totals = sumFleet(clusters);
  const staleHint = useStaleHint(summary);
  const notReady = clusters.filter(({ nodes }) => nodes.ready < nodes.total);
  return (
    <Section label="Summary">
      <FigureStrip>
        <Figure
          name="Clusters"
          value={formatCount(totals.clusters)}
          detail={<StateCounts summary={summary} />}
        />
        <Figure
          name="Nodes"
          staleHint={staleHint}
          value={
            <>
              {formatCount(totals.nodes.ready)}{' '}
              <small>of {formatCount(totals.nodes.total)} ready</small>
            </>
          }
          detail={
            notReady.length === 0
              ? 'all ready'
              : `${
                  totals.nodes.total - totals.nodes.ready
                } not ready in ${formatList(
                  notReady.map(cluster => cluster.name),
                )}`
          }
        />
        <Figure
          name="Pods"
          staleHint={staleHint}
          value={formatCount(totals.pods.total)}
          detail={`of ${formatCount(totals.pods.possible)} possible`}
        />
        <Figure
          name="GPUs"
          staleHint={staleHint}
          value={
            totals.gpus.total === 0 ? (
              'None'
            ) : (
              <>
                {formatCount(totals.gpus.free)}{' '}
                <small>free of {formatCount(totals.gpus.total)}</small>
              </>
            )
          }
          detail={
            totals.gpus.total === 0
              ? 'No node has a GPU'
              : `${totals.gpus.busy} busy • ${totals.gpus.idle} idle • ${totals.gpus.unknown} unknown`
          }
        />
        <Figure
          name="Apps"
          staleHint={staleHint}
          value={formatCount(totals.apps)}
          detail={
            totals.appsInNeed === 0 ? (
              appsDetail(totals.apps)
            ) : (
              <AttentionLink
                count={totals.appsInNeed}
                onClick={onShowAttention}
              />
            )
          }
        />
        <Figure
          name={`API requests saved${
            requests.sinceSeconds >= HOUR_SECONDS
              ? ', 1 h'
              : `, ${formatDuration(requests.sinceSeconds * 1_000)}`
          }`}
          nameEnd={<RequestsHint />}
          value={formatCount(requests.saved)}
          detail={`${formatCount(requests.made)} made for ${formatQuantity(
            requests.views,
            'view',
          )}`}
        />
      </FigureStrip>
    </Section>
  );
}

function StateCounts(props: { summary: FleetSummary }) {
  const { clusters } = props.summary;
  const states = [...CLUSTER_STATES_BY_URGENCY].reverse().map(state => ({
    state,
    count: clusters.filter(({ freshness }) => freshness.state === state).length,
  }));
  return (
    <>
      {states
        .filter(({ count }) => count > 0)
        .map(({ state, count }, index) => {
          const { icon, tone, word } = CLUSTER_STATE_LOOKS[state];
          return (
            <span
              key={state}
              style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }}
            >
              {index > 0 && <span aria-hidden>•</span>}
              <StateIcon icon={icon} tone={tone} size={12} />
              {count} {word.toLocaleLowerCase('en-US')}
            </span>
          );
        })}
    </>
  );
}

function AttentionLink(props: { count: number; onClick: () => void }) {
  return (
    <>
      <StateIcon icon={ReportProblemOutlined} tone="warn" size={12} />
      <LinkButton onClick={props.onClick}>
        {formatCount(props.count)} need{props.count === 1 ? 's' : ''} attention
      </LinkButton>
    </>
  );
}

function RequestsHint() {
  const text =
    'Requests to API servers that the stock Kubernetes tab would have sent for the same views. Slipway answers from memory.';
  return (
    <Tooltip title={text}>
      <span role="img" aria-label={text} style={{ display: 'inline-flex' }}>
        <StateIcon icon={InfoOutlined} tone="muted" size={12} />
      </span>
    </Tooltip>
  );
}

function useStaleHint(summary: FleetSummary): string | undefined {
  const now = useNow();
  const old = summary.clusters.filter(
    ({ freshness }) => freshness.state !== 'live',
  );
  if (old.length === 0) {
    return undefined;
  }
  return `${old
    .map(({ name, freshness }) =>
      freshness.asOf
        ? `${name}: as of ${formatAgo(freshness.asOf, now)}`
        : `${name}: not known`,
    )
    .join('; ')}.`;
}

/** A catalog that is still being read has no app, which is no reason to say that all is well. */
function appsDetail(apps: number): string {
  return apps === 0 ? 'none of the catalog found yet' : 'none needs attention';
}
