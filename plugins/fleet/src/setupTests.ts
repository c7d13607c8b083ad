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

import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Whole pages on a machine that runs other things too take longer than the 5 s that jest gives.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 15_000 });

// jsdom lays nothing out, so nothing ever changes its size; recharts asks all the same.
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
