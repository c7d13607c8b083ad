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

import { makeStyles } from '@material-ui/core/styles';
import type { InstanceCounts } from '@slipway/backstage-plugin-fleet-common';
import { useFleetTokens } from '../../tokens';
import { FillBar } from '../FillBar';

/** From so many instances on, squares become one bar in the same order. */
const MAX_SQUARES = 59;
const SIZE = 10;

const useStyles = makeStyles({
  squares: { display: 'flex', flexWrap: 'wrap', gap: 3 },
});

/** How an instance is drawn. */
export type SquareKind =
  | 'failing'
  | 'starting'
  | 'ready'
  | 'not-placed'
  | 'last-known';

/** One instance. */
export function InstanceSquare(props: { kind: SquareKind; faded?: boolean }) {
  const { kind, faded } = props;
  const { tone, fill } = useFleetTokens();
  const box = { x: 0.75, y: 0.75, width: 8.5, height: 8.5, rx: 2 };
  return (
    <svg
      width={SIZE}
      height={SIZE}
      aria-hidden
      focusable={false}
      opacity={faded ? 0.55 : undefined}
      style={{ flex: 'none', display: 'block' }}
    >
      {kind === 'ready' && (
        <rect width={SIZE} height={SIZE} rx={2} fill={tone.ok.text} />
      )}
      {kind === 'failing' && (
        <>
          <rect width={SIZE} height={SIZE} rx={2} fill={tone.error.text} />
          <path
            d="M3 3 L7 7 M7 3 L3 7"
            stroke={tone.error.tint}
            strokeWidth={1.5}
          />
        </>
      )}
      {kind === 'starting' && (
        <>
          <rect
            {...box}
            fill="none"
            stroke={tone.info.text}
            strokeWidth={1.5}
          />
          <rect width={5} height={SIZE} rx={2} fill={tone.info.text} />
        </>
      )}
      {kind === 'not-placed' && (
        <rect
          {...box}
          fill="none"
          stroke={fill.outline}
          strokeWidth={1.5}
          strokeDasharray="2.5 1.75"
        />
      )}
      {kind === 'last-known' && (
        <rect
          {...box}
          fill={tone.muted.tint}
          stroke={fill.outline}
          strokeWidth={1.5}
        />
      )}
    </svg>
  );
}

/** Props of {@link InstanceSquares}. */
export interface InstanceSquaresProps {
  counts: InstanceCounts;
  /** The cluster does not answer: grey outlines, whatever the instances were. */
  lastKnown?: boolean;
  /** The cluster is stale: the same squares, paler. */
  faded?: boolean;
}

/** An app's instances in a cluster at a glance, failing first. The text beside it says the same. */
export function InstanceSquares(props: InstanceSquaresProps) {
  const { counts, lastKnown, faded } = props;
  const classes = useStyles();
  const { tone, fill } = useFleetTokens();
  const { failing, starting, ready, notPlaced } = counts;
  const total = failing + starting + ready + notPlaced;
  if (total > MAX_SQUARES) {
    return (
      <FillBar
        label={`${ready} ready, ${starting} starting, ${failing} failing, ${notPlaced} not placed`}
        total={total}
        faded={faded || lastKnown}
        parts={[
          { color: tone.error.text, value: failing },
          { color: tone.info.text, value: starting },
          { color: lastKnown ? fill.outline : tone.ok.text, value: ready },
        ]}
      />
    );
  }
  const kinds: SquareKind[] = [
    ...Array<SquareKind>(failing).fill('failing'),
    ...Array<SquareKind>(starting).fill('starting'),
    ...Array<SquareKind>(ready).fill('ready'),
    ...Array<SquareKind>(notPlaced).fill('not-placed'),
  ];
  return (
    <span className={classes.squares} aria-hidden>
      {kinds.map((kind, index) => (
        <InstanceSquare
          key={index}
          kind={lastKnown ? 'last-known' : kind}
          faded={faded}
        />
      ))}
    </span>
  );
}
