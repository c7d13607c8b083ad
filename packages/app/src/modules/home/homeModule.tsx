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

import { MarkdownContent } from '@backstage/core-components';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';

const content = `
- **[See the fleet](/fleet)**: every cluster, how fresh its data is, and what is free.
- **[Open an app](/catalog?filters[kind]=component)**: its Clusters tab shows each instance in each cluster, live.
- **[Create an app](/create)**: pick *New app on Kubernetes*, choose clusters by what is free, and watch it come up.
`;

const startWidget = HomePageWidgetBlueprint.make({
  name: 'start',
  params: {
    name: 'Start',
    title: 'Start here',
    description: 'The three things to do first',
    components: async () => ({
      Content: () => <MarkdownContent content={content} />,
    }),
  },
});

export const homeModule = createFrontendModule({
  pluginId: 'home',
  extensions: [startWidget],
});
