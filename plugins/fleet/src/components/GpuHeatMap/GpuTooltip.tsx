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
import {
  formatAgo,
  formatDuration,
  formatEntityName,
  formatGpuProduct,
  formatPercent,
} from '../../format';
import { useNow } from '../../hooks';
import type { GpuCell } from './gpuCells';

const MIB_PER_GB = 1_000_000_000 / 2 ** 20;

const useStyles = makeStyles({
  title: { fontWeight: 600 },
  list: {
    display: 'grid',
    gridTemplateColumns: '76px 1fr',
    gap: '4px 8px',
    margin: '8px 0 0',
    '& dd': { margin: 0 },
  },
  term: { opacity: 0.8 },
});

/** All that is known of one GPU. */
export function GpuTooltip(props: { cluster: string; cell: GpuCell }) {
  const { cluster, cell } = props;
  const { node, gpu } = cell;
  const classes = useStyles();
  const now = useNow();
  const memory = memoryOf(cell);
  return (
    <>
      <div className={classes.title}>{titleOf(cell, now)}</div>
      <div className={classes.term}>
        {cluster} · {node.name} · GPU {gpu.index}
      </div>
      <dl className={classes.list}>
        {gpu.holder && (
          <>
            <dt className={classes.term}>Held by</dt>
            <dd>
              {gpu.holder.app
                ? formatEntityName(gpu.holder.app)
                : gpu.holder.pod}{' '}
              ({gpu.holder.namespace})
            </dd>
          </>
        )}
        <dt className={classes.term}>Utilisation</dt>
        <dd>
          {gpu.utilization === undefined
            ? 'Unknown'
            : `${formatPercent(gpu.utilization)} mean of 5 min`}
        </dd>
        {memory && (
          <>
            <dt className={classes.term}>Memory</dt>
            <dd>{memory}</dd>
          </>
        )}
        {node.product && (
          <>
            <dt className={classes.term}>Product</dt>
            <dd>{formatGpuProduct(node.product)}</dd>
          </>
        )}
        {gpu.measuredAt && (
          <>
            <dt className={classes.term}>Measured</dt>
            <dd>{formatAgo(gpu.measuredAt, now)}</dd>
          </>
        )}
      </dl>
    </>
  );
}

function titleOf({ node, gpu }: GpuCell, now: number): string {
  const suffix = node.ready ? '' : ', node not ready';
  switch (gpu.use) {
    case 'free':
      return `Free${suffix}`;
    case 'busy':
      return `Allocated, busy${suffix}`;
    case 'idle':
      return gpu.idleSince
        ? `Allocated, idle for ${formatDuration(
            now - Date.parse(gpu.idleSince),
          )}${suffix}`
        : `Allocated, idle${suffix}`;
    default:
      return `Allocated, use unknown${suffix}`;
  }
}

function memoryOf({ node, gpu }: GpuCell): string | undefined {
  if (gpu.memoryUsedMiB === undefined) {
    return undefined;
  }
  const used = (gpu.memoryUsedMiB / MIB_PER_GB).toFixed(1);
  return node.memoryMiB
    ? `${used} of ${Math.round(node.memoryMiB / MIB_PER_GB)}\u00a0GB`
    : `${used}\u00a0GB`;
}

/** A GPU in one sentence, for readers. */
export function describeGpu({ node, gpu }: GpuCell): string {
  const use = {
    free: 'free',
    busy: 'allocated, busy',
    idle: 'allocated, idle',
    unknown: 'allocated, use unknown',
  }[gpu.use];
  return `${node.name} GPU ${gpu.index}: ${use}`;
}
