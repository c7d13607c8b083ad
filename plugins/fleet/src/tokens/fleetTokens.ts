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

import { useTheme, type Theme } from '@material-ui/core/styles';

/** What a state colour says; each is told apart by icon and word too. */
export type Tone = 'ok' | 'info' | 'warn' | 'error' | 'denied' | 'muted';

/** Text and the tint it stands on; every pair reaches 4.5:1. */
export interface ToneColors {
  text: string;
  tint: string;
}

/** Colours of state and fill. Surfaces, text and links come from the app's own theme. */
export interface FleetTokens {
  tone: Record<Tone, ToneColors>;
  /** Border of a banner that warns. */
  warnLine: string;
  fill: {
    used: string;
    held: string;
    heldGround: string;
    idle: string;
    idleGround: string;
    track: string;
    /** Reaches 3:1 beside the card. */
    outline: string;
    unknownDot: string;
    unknownGround: string;
  };
  /** Ground of table headers and opened rows. */
  sunken: string;
  hover: string;
  line: string;
  controlLine: string;
  selected: string;
}

const LIGHT: FleetTokens = {
  tone: {
    ok: { text: '#137A4B', tint: '#E5F5EC' },
    info: { text: '#0B5CAD', tint: '#E7F1FB' },
    warn: { text: '#8A5300', tint: '#FFF3DC' },
    error: { text: '#B3261E', tint: '#FDECEA' },
    denied: { text: '#6A3FB5', tint: '#F1EBFB' },
    muted: { text: '#4A5462', tint: '#EDEFF3' },
  },
  warnLine: '#E0A93B',
  fill: {
    used: '#2B6CB8',
    held: '#8FB4DE',
    heldGround: '#E3EEF9',
    idle: '#B36B00',
    idleGround: '#FFE9C2',
    track: '#EEF1F5',
    outline: '#8892A0',
    unknownDot: '#5F6976',
    unknownGround: '#EDEFF3',
  },
  sunken: '#F8F9FB',
  hover: '#F0F2F5',
  line: '#E3E6EB',
  controlLine: '#C5CBD5',
  selected: '#E7F1FB',
};

const DARK: FleetTokens = {
  tone: {
    ok: { text: '#5FD79B', tint: '#123223' },
    info: { text: '#79B5FF', tint: '#14294A' },
    warn: { text: '#F4BD55', tint: '#37290D' },
    error: { text: '#FF8E84', tint: '#43191A' },
    denied: { text: '#C5AAFF', tint: '#2D2249' },
    muted: { text: '#B4BECA', tint: '#27313D' },
  },
  warnLine: '#8A6414',
  fill: {
    used: '#4E92E0',
    held: '#4C77AB',
    heldGround: '#1C3049',
    idle: '#F0B24A',
    idleGround: '#4A3510',
    track: '#242E3A',
    outline: '#6B788A',
    unknownDot: '#96A2B1',
    unknownGround: '#27313D',
  },
  sunken: 'rgba(8, 14, 22, 0.32)',
  hover: 'rgba(255, 255, 255, 0.05)',
  line: '#2A3441',
  controlLine: '#475364',
  selected: '#14294A',
};

/** @returns the colours for a light or a dark theme */
export function getFleetTokens(type: Theme['palette']['type']): FleetTokens {
  return type === 'dark' ? DARK : LIGHT;
}

/** @returns the colours for the theme in use */
export function useFleetTokens(): FleetTokens {
  return getFleetTokens(useTheme<Theme>().palette.type);
}

/**
 * Second text. It is not the theme's own, since that of the stock themes misses 4.5:1 on the page and on tinted rows.
 */
export function secondaryText(theme: Theme): string {
  return getFleetTokens(theme.palette.type).tone.muted.text;
}
