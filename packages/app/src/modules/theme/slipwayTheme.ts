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
  createUnifiedTheme,
  palettes,
  type UnifiedTheme,
} from '@backstage/theme';

const FONT = '"Inter Variable", system-ui, sans-serif';
const CARD_RADIUS_PX = 8;
const CONTROL_RADIUS_PX = 4;

interface Surfaces {
  page: string;
  card: string;
  sunken: string;
  line: string;
  controlLine: string;
  text: string;
  textSecond: string;
  textThird: string;
  primary: string;
  onPrimary: string;
  tint: string;
  sidebar: string;
  ok: string;
  warning: string;
  warningTint: string;
  error: string;
  errorTint: string;
}

const lightSurfaces: Surfaces = {
  page: '#F4F5F7',
  card: '#FFFFFF',
  sunken: '#F8F9FB',
  line: '#E3E6EB',
  controlLine: '#C5CBD5',
  text: '#161B22',
  textSecond: '#4A5462',
  textThird: '#5F6976',
  primary: '#0B5CAD',
  onPrimary: '#FFFFFF',
  tint: '#E7F1FB',
  sidebar: '#151B24',
  ok: '#137A4B',
  warning: '#8A5300',
  warningTint: '#FFF3DC',
  error: '#B3261E',
  errorTint: '#FDECEA',
};

const darkSurfaces: Surfaces = {
  page: '#10151C',
  card: '#181F28',
  sunken: '#131A22',
  line: '#2A3441',
  controlLine: '#475364',
  text: '#E9EDF2',
  textSecond: '#B4BECA',
  textThird: '#96A2B1',
  primary: '#79B5FF',
  onPrimary: '#10151C',
  tint: '#14294A',
  sidebar: '#0B1016',
  ok: '#5FD79B',
  warning: '#F4BD55',
  warningTint: '#37290D',
  error: '#FF8E84',
  errorTint: '#43191A',
};

function createSlipwayTheme(type: 'light' | 'dark', s: Surfaces): UnifiedTheme {
  return createUnifiedTheme({
    fontFamily: FONT,
    typography: {
      fontFamily: FONT,
      htmlFontSize: 16,
      h1: { fontSize: 24, fontWeight: 650, marginBottom: 8 },
      h2: { fontSize: 20, fontWeight: 600, marginBottom: 8 },
      h3: { fontSize: 18, fontWeight: 600, marginBottom: 6 },
      h4: { fontSize: 16, fontWeight: 600, marginBottom: 6 },
      h5: { fontSize: 16, fontWeight: 600, marginBottom: 4 },
      h6: { fontSize: 14, fontWeight: 600, marginBottom: 4 },
    },
    palette: {
      ...palettes[type],
      type,
      mode: type,
      primary: { main: s.primary, contrastText: s.onPrimary },
      secondary: { main: s.textSecond },
      background: { default: s.page, paper: s.card },
      text: { primary: s.text, secondary: s.textSecond },
      divider: s.line,
      border: s.line,
      textSubtle: s.textThird,
      textVerySubtle: s.controlLine,
      link: s.primary,
      linkHover: s.primary,
      highlight: s.tint,
      errorText: s.error,
      errorBackground: s.errorTint,
      warningText: s.warning,
      warningBackground: s.warningTint,
      infoText: s.primary,
      infoBackground: s.tint,
      status: {
        ok: s.ok,
        warning: s.warning,
        error: s.error,
        running: s.primary,
        pending: s.warning,
        aborted: s.textThird,
      },
      navigation: {
        background: s.sidebar,
        indicator: '#5BD6C4',
        color: '#B3BDCA',
        selectedColor: '#FFFFFF',
        navItem: { hoverBackground: '#212A36' },
        submenu: { background: '#212A36' },
      },
      tabbar: { indicator: s.text },
    },
    components: {
      MuiCssBaseline: {
        styleOverrides: {
          body: {
            fontSize: 14,
            lineHeight: '20px',
          },
        },
      },
      MuiPaper: {
        styleOverrides: {
          rounded: { borderRadius: CARD_RADIUS_PX },
          elevation1: {
            boxShadow: '0 1px 2px rgba(16,24,40,.06)',
            border: `1px solid ${s.line}`,
          },
        },
      },
      MuiCard: { styleOverrides: { root: { borderRadius: CARD_RADIUS_PX } } },
      MuiButton: {
        styleOverrides: {
          root: {
            borderRadius: CONTROL_RADIUS_PX,
            textTransform: 'none',
            fontWeight: 500,
            fontSize: 13,
          },
          contained: { boxShadow: 'none' },
        },
      },
      MuiTab: { styleOverrides: { root: { textTransform: 'none' } } },
      MuiTableCell: {
        styleOverrides: {
          root: { fontSize: 13, lineHeight: '20px', borderBottomColor: s.line },
          head: { fontSize: 12, fontWeight: 500, color: s.textThird },
        },
      },
      MuiTooltip: {
        styleOverrides: {
          tooltip: {
            backgroundColor: '#1B222C',
            color: '#F2F4F7',
            fontSize: 12,
          },
        },
      },
    },
  });
}

export const slipwayLight = createSlipwayTheme('light', lightSurfaces);
export const slipwayDark = createSlipwayTheme('dark', darkSurfaces);
