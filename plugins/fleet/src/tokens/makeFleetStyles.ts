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

import { makeStyles, type Theme } from '@material-ui/core/styles';
import type { StyleRules } from '@material-ui/core/styles';
import { getFleetTokens, type FleetTokens } from './fleetTokens';

/**
 * `makeStyles` with the tokens of the theme beside it.
 *
 * The tokens are read when the theme changes and not in each component: a style that depends on properties gets a style
 * sheet of its own for every instance of a component, which made each row of a long list cost a layout of the page.
 */
export function makeFleetStyles<ClassKey extends string>(
  styles: (theme: Theme, tokens: FleetTokens) => StyleRules<ClassKey>,
): () => Record<ClassKey, string> {
  return makeStyles<Theme, Record<string, never>, ClassKey>((theme: Theme) =>
    styles(theme, getFleetTokens(theme.palette.type)),
  ) as () => Record<ClassKey, string>;
}
