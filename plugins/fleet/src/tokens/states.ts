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

import type { ComponentType } from 'react';
import type { SvgIconProps } from '@material-ui/core/SvgIcon';
import Autorenew from '@material-ui/icons/Autorenew';
import CheckCircle from '@material-ui/icons/CheckCircle';
import CloudOff from '@material-ui/icons/CloudOff';
import Error from '@material-ui/icons/Error';
import HelpOutline from '@material-ui/icons/HelpOutline';
import LockOutlined from '@material-ui/icons/LockOutlined';
import RadioButtonChecked from '@material-ui/icons/RadioButtonChecked';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import Schedule from '@material-ui/icons/Schedule';
import Sync from '@material-ui/icons/Sync';
import type {
  ClusterState,
  HealthState,
} from '@slipway/backstage-plugin-fleet-common';
import type { Tone } from './fleetTokens';

/** How a state is shown: colour, shape and word. */
export interface StateLook {
  tone: Tone;
  icon: ComponentType<SvgIconProps>;
  word: string;
}

/** How the state of a cluster's data is shown. */
export const CLUSTER_STATE_LOOKS: Record<ClusterState, StateLook> = {
  live: { tone: 'ok', icon: RadioButtonChecked, word: 'Live' },
  'catching-up': { tone: 'info', icon: Sync, word: 'Catching up' },
  stale: { tone: 'warn', icon: Schedule, word: 'Stale' },
  denied: { tone: 'denied', icon: LockOutlined, word: 'Denied' },
  unreachable: { tone: 'error', icon: CloudOff, word: 'Unreachable' },
};

/** How the health of an app is shown. */
export const HEALTH_STATE_LOOKS: Record<HealthState, StateLook> = {
  healthy: { tone: 'ok', icon: CheckCircle, word: 'Healthy' },
  starting: { tone: 'info', icon: Autorenew, word: 'Starting' },
  attention: {
    tone: 'warn',
    icon: ReportProblemOutlined,
    word: 'Needs attention',
  },
  failing: { tone: 'error', icon: Error, word: 'Failing' },
  unknown: { tone: 'muted', icon: HelpOutline, word: 'Unknown' },
};

/** From what a person should worry about first to what is as it should be. */
export const CLUSTER_STATES_BY_URGENCY: ClusterState[] = [
  'unreachable',
  'denied',
  'stale',
  'catching-up',
  'live',
];
