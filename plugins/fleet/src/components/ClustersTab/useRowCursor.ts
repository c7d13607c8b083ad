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

import {
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react';
import type { FixedSizeList, ListOnItemsRenderedProps } from 'react-window';

/** What a list of rows needs to know of {@link useRowCursor}. */
export interface RowCursorOptions {
  /** Identities of the rows in their order; the cursor stays with its row when the order changes. */
  keys: string[];
  /** Rows that Page Up and Page Down pass. */
  pageSize: number;
  /** Enter or Space on the row at this index. */
  onOpen: (index: number) => void;
}

/**
 * The keyboard in a list of which only the rows in view are drawn: one tab stop, arrows, Page Up and Page Down, Home and
 * End move, Enter and Space open.
 *
 * The tab stop is the row of the cursor. While that row is not drawn, it is the scroller, so that nobody who scrolls with
 * a mouse takes the list from those who use keys, or their place from themselves.
 */
export function useRowCursor(options: RowCursorOptions) {
  const { keys, pageSize, onOpen } = options;
  const list = useRef<FixedSizeList>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [key, setKey] = useState<string>();
  const focused = useRef(false);
  const mustFocus = useRef(false);
  const drawn = useRef({ first: 0, last: 0 });
  const current = Math.max(0, key === undefined ? 0 : keys.indexOf(key));

  const focusRow = useCallback(() => {
    const row = scroller.current?.querySelector<HTMLElement>('[tabindex="0"]');
    row?.focus({ preventScroll: true });
  }, []);

  // Right after the rows are drawn, before a next key.
  useLayoutEffect(() => {
    if (mustFocus.current) {
      mustFocus.current = false;
      focusRow();
    }
  });

  const moveTo = (index: number) => {
    const next = Math.min(keys.length - 1, Math.max(0, index));
    list.current?.scrollToItem(next);
    mustFocus.current = true;
    setKey(keys[next]);
    if (next === current) {
      focusRow();
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const targets: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + pageSize,
      PageUp: current - pageSize,
      Home: 0,
      End: keys.length - 1,
    };
    if (event.key === 'Enter' || event.key === ' ') {
      onOpen(current);
    } else if (Object.hasOwn(targets, event.key)) {
      moveTo(targets[event.key]);
    } else {
      return;
    }
    event.preventDefault();
  };

  const placeTabStop = () => {
    const element = scroller.current;
    if (!element) {
      return;
    }
    const { first, last } = drawn.current;
    element.tabIndex = first <= current && current <= last ? -1 : 0;
    // A row that is no longer drawn takes the focus with it.
    if (focused.current && document.activeElement === document.body) {
      element.focus({ preventScroll: true });
    }
  };
  useLayoutEffect(placeTabStop);

  const onItemsRendered = (rendered: ListOnItemsRenderedProps) => {
    drawn.current = {
      first: rendered.overscanStartIndex,
      last: rendered.overscanStopIndex,
    };
    placeTabStop();
  };

  const setCurrent = useCallback(
    (index: number) => setKey(keys[index]),
    [keys],
  );

  return {
    list,
    scroller,
    current,
    /** The cursor follows a click. */
    setCurrent,
    onItemsRendered,
    /** For the element around the rows. */
    handlers: {
      onKeyDown,
      onFocus: () => {
        focused.current = true;
      },
      onBlur: () => {
        focused.current = false;
      },
    },
  };
}
