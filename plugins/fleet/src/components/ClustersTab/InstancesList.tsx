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

import { forwardRef, useMemo, type HTMLAttributes } from 'react';
import { FixedSizeList } from 'react-window';
import type { Instance } from '@slipway/backstage-plugin-fleet-common';
import { useInstanceGridStyles } from './instanceGrid';
import { InstanceRow, keyOf, type InstanceRowData } from './InstanceRow';
import { useRowCursor } from './useRowCursor';

const ROW_HEIGHT = 36;
const MAX_ROWS = 8;

/** It takes the focus while the row of the cursor is not drawn, so it has a role of its own in the grid. */
const Scroller = forwardRef<HTMLDivElement, HTMLAttributes<HTMLDivElement>>(
  (props, ref) => <div ref={ref} role="rowgroup" {...props} />,
);

/** Props of {@link InstancesList}. */
export interface InstancesListProps {
  instances: Instance[];
  selected?: Instance;
  onSelect: (instance: Instance) => void;
}

/** Rows of instances, drawn only where one looks, so that 5,000 scroll smoothly. */
export function InstancesList(props: InstancesListProps) {
  const { instances, selected, onSelect } = props;
  const grid = useInstanceGridStyles();
  const keys = useMemo(() => instances.map(keyOf), [instances]);
  const cursor = useRowCursor({
    keys,
    pageSize: MAX_ROWS,
    onOpen: index => onSelect(instances[index]),
  });
  const { current, setCurrent } = cursor;
  const data = useMemo(
    (): InstanceRowData => ({
      instances,
      selected: selected && keyOf(selected),
      current,
      onSelect: index => {
        setCurrent(index);
        onSelect(instances[index]);
      },
    }),
    [instances, selected, current, setCurrent, onSelect],
  );
  return (
    <div
      role="grid"
      aria-label="Instances"
      aria-rowcount={instances.length + 1}
      className={grid.container}
      {...cursor.handlers}
    >
      <div role="rowgroup">
        <div role="row" className={grid.header} aria-rowindex={1}>
          <span role="columnheader" aria-label="Readiness" />
          <span role="columnheader">Name</span>
          <span role="columnheader">State</span>
          <span role="columnheader">Restarts</span>
          <span role="columnheader">CPU, cores</span>
          <span role="columnheader">Memory, GiB</span>
          <span role="columnheader">Node</span>
          <span role="columnheader">Age</span>
        </div>
      </div>
      <FixedSizeList
        ref={cursor.list}
        outerRef={cursor.scroller}
        height={ROW_HEIGHT * Math.min(MAX_ROWS, instances.length)}
        width="100%"
        itemCount={instances.length}
        itemSize={ROW_HEIGHT}
        itemData={data}
        itemKey={index => keys[index]}
        overscanCount={6}
        outerElementType={Scroller}
        onItemsRendered={cursor.onItemsRendered}
      >
        {InstanceRow}
      </FixedSizeList>
    </div>
  );
}
