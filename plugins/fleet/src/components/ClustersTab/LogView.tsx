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
  memo,
  useEffect,
  useRef,
  useState,
  type CSSProperties,
  type UIEvent,
} from 'react';
import { FixedSizeList } from 'react-window';

import { formatCount } from '../../format';
import {
  secondaryText,
  useFleetTokens,
  type Tone,
  makeFleetStyles,
} from '../../tokens';
import { ActionButton } from '../Controls';
import { MONO } from '../ViewState';
import { FocusableScroller } from './FocusableScroller';
import { matchesSearch, type LogLine } from './logLines';

const LINE_HEIGHT = 20;
const MAX_LINES = 16;
/** Wrapped lines have no common height, so all of them are drawn: only the last ones. */
const MAX_WRAPPED_LINES = 1_000;
/** Nearer to the end than this counts as at the end. */
const END_TOLERANCE_PX = 24;

const LEVEL_TONES: Partial<Record<NonNullable<LogLine['level']>, Tone>> = {
  WARN: 'warn',
  ERROR: 'error',
  FATAL: 'error',
};

const useStyles = makeFleetStyles((theme, tokens) => ({
  root: {
    position: 'relative',
    padding: '8px 0',
    background: tokens.sunken,
    fontFamily: MONO,
    fontSize: 12,
    lineHeight: `${LINE_HEIGHT}px`,
    fontFeatureSettings: "'liga' 0",
  },
  wrapped: { maxHeight: LINE_HEIGHT * MAX_LINES, overflowY: 'auto' },
  line: {
    display: 'grid',
    gridTemplateColumns: '104px 52px minmax(0, 1fr)',
    padding: '0 12px',
    whiteSpace: 'pre',
    boxSizing: 'border-box',
    minWidth: 'max-content',
  },
  wrappedLine: {
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    minWidth: 0,
  },
  quiet: { color: secondaryText(theme) },
  paused: {
    position: 'absolute',
    right: 16,
    bottom: 12,
    fontFamily: theme.typography.fontFamily,
  },
}));

const LogRow = memo(
  (props: {
    line: LogLine;
    search: string;
    wrap?: boolean;
    style?: CSSProperties;
  }) => {
    const { line, search, wrap, style } = props;
    const tokens = useFleetTokens();
    const classes = useStyles();
    const hit = matchesSearch(line, search);
    return (
      <div
        className={`${classes.line} ${wrap ? classes.wrappedLine : ''}`}
        style={{
          ...style,
          ...(hit && { background: tokens.tone.warn.tint }),
          ...(!hit &&
            line.level === 'FATAL' && { background: tokens.tone.error.tint }),
        }}
      >
        <span className={classes.quiet}>{line.time ?? line.number}</span>
        <LogLevel line={line} />
        <span>
          <Highlighted text={line.text} search={hit ? search : ''} />
        </span>
      </div>
    );
  },
);

function VirtualRow(props: {
  index: number;
  style: CSSProperties;
  data: { lines: LogLine[]; search: string };
}) {
  const { index, style, data } = props;
  return <LogRow line={data.lines[index]} search={data.search} style={style} />;
}

/** Props of {@link LogView}. */
export interface LogViewProps {
  lines: LogLine[];
  search: string;
  wrap: boolean;
  /** The log grows: stay at its end until the reader scrolls up. */
  follow: boolean;
}

/** The lines of a log. */
export function LogView(props: LogViewProps) {
  const { lines, search, wrap, follow } = props;
  const classes = useStyles();
  const scroller = useRef<HTMLDivElement>(null);
  const [pausedAt, setPausedAt] = useState<number>();

  const toEnd = () => {
    if (scroller.current) {
      scroller.current.scrollTop = scroller.current.scrollHeight;
    }
  };
  useEffect(() => {
    if (follow && pausedAt === undefined) {
      toEnd();
    }
  }, [lines.length, follow, pausedAt, wrap]);

  const onScroll = (event: UIEvent<HTMLDivElement>) => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
    const atEnd = scrollHeight - scrollTop - clientHeight < END_TOLERANCE_PX;
    if (atEnd) {
      setPausedAt(undefined);
    } else if (pausedAt === undefined) {
      setPausedAt(lines.length);
    }
  };
  const shown = wrap ? lines.slice(-MAX_WRAPPED_LINES) : lines;
  const news = pausedAt === undefined ? 0 : lines.length - pausedAt;
  return (
    <div
      className={classes.root}
      role="log"
      aria-live="off"
      aria-label="Log"
      onScrollCapture={onScroll}
    >
      {wrap ? (
        // A log that scrolls must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div ref={scroller} className={classes.wrapped} tabIndex={0}>
          {shown.map(line => (
            <LogRow key={line.number} line={line} search={search} wrap />
          ))}
        </div>
      ) : (
        <FixedSizeList
          outerRef={scroller}
          outerElementType={FocusableScroller}
          height={LINE_HEIGHT * Math.min(MAX_LINES, Math.max(1, shown.length))}
          width="100%"
          itemCount={shown.length}
          itemSize={LINE_HEIGHT}
          itemData={{ lines: shown, search }}
          overscanCount={20}
        >
          {VirtualRow}
        </FixedSizeList>
      )}
      {follow && pausedAt !== undefined && (
        <span className={classes.paused}>
          <ActionButton
            small
            onClick={() => {
              setPausedAt(undefined);
              toEnd();
            }}
          >
            {news > 0
              ? `Paused · ${formatCount(news)} new ${
                  news === 1 ? 'line' : 'lines'
                }`
              : 'Paused · go to the end'}
          </ActionButton>
        </span>
      )}
    </div>
  );
}

function LogLevel(props: { line: LogLine }) {
  const { level } = props.line;
  const tokens = useFleetTokens();
  const classes = useStyles();
  const tone = level && LEVEL_TONES[level];
  return (
    <span
      className={tone ? undefined : classes.quiet}
      style={tone && { color: tokens.tone[tone].text }}
    >
      {level ?? ''}
    </span>
  );
}

function Highlighted(props: { text: string; search: string }) {
  const { text, search } = props;
  if (!search) {
    return <>{text || ' '}</>;
  }
  const at = text
    .toLocaleLowerCase('en-US')
    .indexOf(search.toLocaleLowerCase('en-US'));
  return (
    <>
      {text.slice(0, at)}
      <mark style={{ background: 'none', color: 'inherit', fontWeight: 700 }}>
        {text.slice(at, at + search.length)}
      </mark>
      {text.slice(at + search.length)}
    </>
  );
}
