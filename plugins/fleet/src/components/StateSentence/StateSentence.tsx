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
import { makeStyles, type Theme } from '@material-ui/core/styles';
import type { Freshness, Health } from '@slipway/backstage-plugin-fleet-common';
import { formatAge, formatAgo, formatClock, formatUntil } from '../../format';
import { useNow } from '../../hooks';
import {
  secondaryText,
  CLUSTER_STATE_LOOKS,
  HEALTH_STATE_LOOKS,
} from '../../tokens';
import { StateIcon } from '../StateIcon';

const useStyles = makeStyles((theme: Theme) => ({
  root: {
    display: 'flex',
    gap: 8,
    alignItems: 'flex-start',
    fontSize: 13,
    lineHeight: '18px',
    minWidth: 0,
  },
  icon: { marginTop: 1 },
  oneLine: {
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  second: {
    display: 'block',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
  },
}));

/** Props of {@link StateSentence}. */
export interface StateSentenceProps {
  /** Missing when the app was never read there. */
  health?: Health;
  freshness: Freshness;
  /** Only the icon and the sentence. */
  short?: boolean;
}

/** The state of an app in a cluster as a sentence; reason codes are in the tooltip. */
export function StateSentence(props: StateSentenceProps) {
  const { health, freshness, short } = props;
  const classes = useStyles();
  const now = useNow();
  const look =
    freshness.state === 'live' && health
      ? HEALTH_STATE_LOOKS[health.state]
      : CLUSTER_STATE_LOOKS[freshness.state];
  const [full, second] = sentencesOf(health, freshness, now);
  const first =
    short && freshness.state === 'unreachable' && health ? 'Last known' : full;
  const codes = health?.reasons.map(reason => reason.code).join(', ');
  const title = [short && health?.reasons.length ? full : undefined, codes]
    .filter(Boolean)
    .join(' · ');
  const sentence = (
    <span className={short ? classes.oneLine : undefined}>
      {first}
      {second && !short && <span className={classes.second}>{second}</span>}
    </span>
  );
  return (
    <span className={classes.root}>
      <StateIcon
        icon={look.icon}
        tone={look.tone}
        size={16}
        className={classes.icon}
      />
      {title ? <Tooltip title={title}>{sentence}</Tooltip> : sentence}
    </span>
  );
}

function sentencesOf(
  health: Health | undefined,
  freshness: Freshness,
  now: number,
): [string, string?] {
  const { state, asOf, since, nextTryAt } = freshness;
  const nextTry = nextTryAt && `next try ${formatUntil(nextTryAt, now)}`;
  if (state === 'denied') {
    return [`Denied since ${formatClock(since, now)}`, freshness.reason];
  }
  if (!health) {
    return [
      state === 'catching-up' ? 'Still reading' : 'Unknown',
      freshness.reason ?? nextTry,
    ];
  }
  const words = sentenceOf(health);
  if (state === 'unreachable' && asOf) {
    return [
      `As of ${formatAgo(asOf, now)}: ${lowerFirst(words)}`,
      ['No answer', nextTry].filter(Boolean).join('; '),
    ];
  }
  if (state === 'stale' && asOf) {
    return [
      `${words}, ${formatAgo(asOf, now)}`,
      nextTry && upperFirst(nextTry),
    ];
  }
  if (state === 'catching-up') {
    return ['Still reading', words];
  }
  const [worst] = health.reasons;
  return [
    words,
    worst?.since &&
      `since ${formatClock(worst.since, now).slice(0, -3)}, ${formatAge(
        now - Date.parse(worst.since),
      )} ago`,
  ];
}

/** @returns the worst reason in words, or the state where there is none */
export function sentenceOf(health: Health): string {
  return health.reasons[0]?.message ?? HEALTH_STATE_LOOKS[health.state].word;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLocaleLowerCase('en-US') + text.slice(1);
}

function upperFirst(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en-US') + text.slice(1);
}
