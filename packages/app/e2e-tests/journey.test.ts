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

import { expect, type Page, test } from '@playwright/test';
import {
  expectAccessible,
  expectFitting,
  expectUsable,
  signIn,
  startInTheme,
  takeScreenshot,
  takeScreenshots,
} from './portal';
import { sandbox } from './sandbox';

const APP = 'journey-app';

/** What somebody does on the first day, in one browser tab. */
test.describe('the whole journey', () => {
  let page: Page;

  test.beforeAll(async ({ browser }) => {
    page = await (await browser.newContext()).newPage();
    await signIn(page);
  });

  test.afterAll(async () => {
    await page.context().close();
  });

  /** The row of a cluster in the table of that name. */
  const row = (table: string, cluster: string) =>
    page
      .getByRole('table', { name: table })
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: cluster, exact: true }) });

  test('the Fleet page shows every cluster live, with what is free', async () => {
    await page.goto('/');
    await page
      .getByRole('link', { name: 'Fleet', exact: true })
      .first()
      .click();
    for (const cluster of ['beijing', 'shanghai', 'aliyun']) {
      await expect(row('Clusters', cluster)).toContainText('Live');
      await expect(row('Clusters', cluster)).toContainText('Kubernetes 1.36');
    }
    await expect(page.getByText('3 clusters in 3 locations')).toBeVisible();
    await expect(page.getByText('GPUs by node')).toBeVisible();
    await expectUsable(page);
    await takeScreenshots(page, 'fleet');
  });

  test('a cluster leads to the apps on it', async () => {
    await page.goto('/fleet');
    await row('Clusters', 'shanghai')
      .getByRole('link', { name: 'shanghai', exact: true })
      .click();
    await expect(
      page.getByRole('link', { name: 'session-store', exact: true }),
    ).toBeVisible();
    await expectUsable(page);
    await takeScreenshots(page, 'cluster');
  });

  test('an app shows its status on the overview', async () => {
    await page.goto('/catalog/default/component/recommend-ranker');
    await expect(page.getByText('Live · 3 clusters')).toBeVisible();
    // An app without GPUs has no card for them.
    await expect(page.getByText('Open in Fleet')).toHaveCount(0);
    await takeScreenshots(page, 'app-card');

    await page.goto('/catalog/default/component/embedding-server');
    await expect(page.getByText('Open in Fleet')).toBeVisible();
    await takeScreenshots(page, 'app-card-gpus');
  });

  test('an app shows its instances and events in each cluster', async () => {
    await page.goto('/catalog/default/component/recommend-ranker');
    await page.getByRole('link', { name: 'Open Clusters tab' }).click();
    await expect(row('Clusters', 'beijing')).toContainText('HPA');
    await expectUsable(page, async () => {
      const opener = row('Clusters', 'beijing').getByRole('button').first();
      if ((await opener.getAttribute('aria-expanded')) === 'false') {
        await opener.click();
      }
      await expect(
        page
          .getByRole('grid', { name: 'Instances' })
          .getByText('Ready')
          .first(),
      ).toBeVisible();
    });
    await takeScreenshots(page, 'app-clusters');
  });

  test('an app that fits nowhere says what is missing', async () => {
    await page.goto('/catalog/default/component/feature-batch/clusters');
    await expect(row('Clusters', 'beijing')).toContainText(
      /wait for room: no node .* GPUs/,
    );
    await takeScreenshots(page, 'app-without-room');
  });

  test('an app that crashes says why, with the log before the crash', async () => {
    const realNode = (await sandbox('status')).includes('kubelet');
    test
      .info()
      .annotations.push({ type: 'real node', description: String(realNode) });
    // Only a real kubelet kills for memory; where the machine has none, the app has no instance in beijing.
    await page.goto('/catalog/default/component/image-resizer/clusters');
    if (!realNode) {
      await expect(row('Clusters', 'aliyun')).toContainText('Healthy');
      return;
    }
    await expect(row('Clusters', 'beijing')).toContainText(
      'exit code 137 (out of memory)',
      {
        timeout: 120_000,
      },
    );
    await row('Clusters', 'beijing')
      .getByRole('button', { expanded: false })
      .click();
    await page.getByRole('button', { name: /Before the crash/ }).click();
    await expect(page.getByRole('log')).toContainText(/\S/);
    await takeScreenshots(page, 'app-failing');
  });

  /** Goes to the step of the template where one chooses clusters. */
  async function chooseClusters(name: string) {
    await page.goto('/create/templates/default/new-app-on-kubernetes');
    const field = page.getByRole('textbox', { name: 'Name', exact: true });
    await page.getByLabel('Owner').fill('ranking');
    await page
      .getByRole('option', { name: /ranking/i })
      .first()
      .click();
    await field.fill('Not A Name');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(
      page.getByText(/lower case letters, digits and hyphens/).first(),
    ).toBeVisible();
    await field.fill(name);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('radio', { name: /^M/ }).check();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('checkbox', { name: 'Run in beijing' }).check();
    await page.getByRole('checkbox', { name: 'Run in aliyun' }).check();
    await expect(
      page.getByText('2 instances in 2 clusters, all fit'),
    ).toBeVisible();
    await expect(page.getByText('Dry run accepted · 2 of 2')).toBeVisible();
  }

  /** The tabs above are the scaffolder's own. */
  const FIELDS = [
    '[aria-label="Clusters to run in"]',
    '[aria-label="Clusters of the plan"]',
    '[aria-label="In each cluster"]',
  ];

  test('the fields of a template can be used in the dark too', async () => {
    await startInTheme(page, 'dark');
    await chooseClusters(APP);
    for (const field of FIELDS) {
      await expectAccessible(page, field);
    }
    await takeScreenshot(page, 'new-app-dark');
    await startInTheme(page, 'light');
  });

  test('the template creates an app that becomes ready before the eyes of its maker', async () => {
    await chooseClusters(APP);
    await expect(page.getByRole('textbox', { name: 'Namespace' })).toHaveValue(
      'team-ranking',
    );
    await page.getByRole('tab', { name: /^aliyun/ }).click();
    await page.getByRole('button', { name: /Deployment/ }).click();
    await expect(
      page.getByRole('region', { name: `Deployment ${APP}` }),
    ).toContainText('image: registry.slipway.test/hello');
    for (const field of FIELDS) {
      await expectAccessible(page, field);
    }
    await takeScreenshot(page, 'new-app');
    await expectFitting(page, FIELDS[0]);
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create', exact: true }).click();

    await page
      .getByRole('link', { name: `Watch ${APP} come up` })
      .click({ timeout: 120_000 });
    for (const cluster of ['beijing', 'aliyun']) {
      await expect(row('Clusters', cluster)).toContainText('Healthy');
      await expect(row('Clusters', cluster)).toContainText('1 / 1');
    }
    await takeScreenshots(page, 'new-app-ready');
  });

  test('a scaled app changes without a reload', async () => {
    await sandbox('scale', 'session-store', '5', '--cluster', 'shanghai');
    await page.goto('/catalog/default/component/session-store/clusters');
    await expect(row('Clusters', 'shanghai')).toContainText('5 / 5');
    const loadedAt = await page.evaluate(() => performance.timeOrigin);
    await sandbox('scale', 'session-store', '3', '--cluster', 'shanghai');
    await expect(row('Clusters', 'shanghai')).toContainText('3 / 3');
    expect(await page.evaluate(() => performance.timeOrigin)).toBe(loadedAt);
  });

  test('a cluster whose API server dies keeps its last known state, and comes back', async () => {
    await page.goto('/catalog/default/component/session-store/clusters');
    await expect(row('Clusters', 'shanghai')).toContainText('Live');
    const loadedAt = await page.evaluate(() => performance.timeOrigin);
    await sandbox('chaos', 'stop', 'shanghai');
    await expect(row('Clusters', 'shanghai')).toContainText(
      /Stale|Unreachable/,
      { timeout: 90_000 },
    );
    await expect(row('Clusters', 'shanghai')).toContainText('3 / 3');
    await takeScreenshots(page, 'app-unreachable');
    await page
      .getByRole('link', { name: 'Fleet', exact: true })
      .first()
      .click();
    await expect(row('Clusters', 'shanghai')).toContainText(
      /Stale|Unreachable/,
    );
    await expect(row('Clusters', 'beijing')).toContainText('Live');
    await takeScreenshots(page, 'fleet-unreachable');

    await sandbox('chaos', 'start', 'shanghai');
    await expect(row('Clusters', 'shanghai')).toContainText('Live', {
      timeout: 120_000,
    });
    expect(await page.evaluate(() => performance.timeOrigin)).toBe(loadedAt);
  });

  test('what does not exist, or may not be seen, says so', async () => {
    await page.goto('/fleet/nowhere');
    await expect(
      page
        .getByText('You may not see this cluster, or it does not exist')
        .first(),
    ).toBeVisible();
    await takeScreenshots(page, 'denied');
  });
});
