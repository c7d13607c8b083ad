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

import type { ClusterDetails } from '@slipway/backstage-plugin-fleet-common';
import {
  formatCores,
  formatCount,
  formatMemoryIn,
  memoryUnit,
} from '../../format';
import { Figure, FigureStrip } from '../Figure';
import { GpuHeadroomBar, HeadroomBar } from '../HeadroomBar';
import { Section } from '../Section';

/** What is free in a cluster. */
export function ClusterFigures(props: { cluster: ClusterDetails }) {
  const { nodes, headroom, gpus, freshness } = props.cluster;
  const faded = freshness.state !== 'live' && freshness.state !== 'catching-up';
  const unit = memoryUnit(headroom?.memory.allocatable ?? 0);
  return (
    <Section label="Headroom">
      <FigureStrip>
        <Figure
          name="Nodes"
          value={
            <>
              {formatCount(nodes.ready)}{' '}
              <small>of {formatCount(nodes.total)} ready</small>
            </>
          }
          detail={
            nodes.ready === nodes.total
              ? 'all ready'
              : `${formatCount(nodes.total - nodes.ready)} not ready`
          }
        />
        {headroom ? (
          <>
            <Figure
              name="CPU free, cores"
              value={
                <HeadroomBar
                  name="CPU cores"
                  headroom={headroom.cpu}
                  format={value => formatCores(Math.floor(value * 10) / 10)}
                  faded={faded}
                />
              }
            />
            <Figure
              name="Memory free"
              value={
                <HeadroomBar
                  name={`Memory in ${unit}`}
                  headroom={headroom.memory}
                  format={value => formatMemoryIn(unit, value, true)}
                  suffix={unit}
                  faded={faded}
                />
              }
            />
            <Figure
              name="Pods free"
              value={
                <HeadroomBar
                  name="Pods"
                  headroom={headroom.pods}
                  faded={faded}
                />
              }
            />
          </>
        ) : (
          <Figure name="Headroom" value="Unknown" detail="Never read yet" />
        )}
        <Figure
          name="GPUs free"
          value={
            gpus && gpus.total > 0 ? (
              <GpuHeadroomBar gpus={gpus} faded={faded} />
            ) : (
              <small>No GPUs</small>
            )
          }
        />
      </FigureStrip>
    </Section>
  );
}
