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
import Tooltip from '@material-ui/core/Tooltip';
import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import type { GpuNode } from '@slipway/backstage-plugin-fleet-common';
import { useFleetTokens } from '../../tokens';
import { ActionButton } from '../Controls';
import { GpuHeatMap } from './GpuHeatMap';
import type { HeatMapMode } from './gpuCells';

const useStyles = makeStyles((theme: Theme) => ({
  nodes: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, 24px)',
    gap: 2,
    width: 520,
    maxWidth: '100%',
  },
  node: {
    width: 24,
    height: 24,
    borderRadius: 3,
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
      outlineOffset: 1,
    },
  },
  open: { marginTop: 12, display: 'flex', gap: 12, alignItems: 'flex-start' },
}));

/** Props of {@link GpuNodeMap}. */
export interface GpuNodeMapProps {
  cluster: string;
  nodes: GpuNode[];
  mode: HeatMapMode;
  faded?: boolean;
}

/** A cell a node, filled by how many of its GPUs are allocated; a cell opens into its GPUs. */
export function GpuNodeMap(props: GpuNodeMapProps) {
  const { cluster, nodes, mode, faded } = props;
  const classes = useStyles();
  const { fill } = useFleetTokens();
  const [openName, setOpenName] = useState<string>();
  const open = nodes.find(node => node.name === openName);
  return (
    <div style={faded ? { opacity: 0.5 } : undefined}>
      <div className={classes.nodes}>
        {nodes.map(node => {
          const allocated = node.gpus.filter(gpu => gpu.use !== 'free').length;
          const text = `${node.name}: ${allocated} of ${node.gpus.length} GPUs allocated`;
          const share = `${(allocated / Math.max(1, node.gpus.length)) * 100}%`;
          return (
            <Tooltip title={text} key={node.name}>
              <ButtonBase
                aria-label={text}
                aria-expanded={node.name === openName}
                className={classes.node}
                onClick={() =>
                  setOpenName(node.name === openName ? undefined : node.name)
                }
                style={{
                  background: `linear-gradient(to top, ${fill.used} ${share}, transparent ${share})`,
                  boxShadow: `inset 0 0 0 1px ${fill.outline}`,
                }}
              />
            </Tooltip>
          );
        })}
      </div>
      {open && (
        <div className={classes.open}>
          <GpuHeatMap cluster={cluster} nodes={[open]} mode={mode} />
          <ActionButton small onClick={() => setOpenName(undefined)}>
            Close {open.name}
          </ActionButton>
        </div>
      )}
    </div>
  );
}
