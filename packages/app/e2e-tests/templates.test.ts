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
import { expectAccessible, signIn, takeScreenshot } from './portal';

const APP = 'template-app';

/** The templates, each filled in as somebody does for the first time; after the journey, in clusters that it left. */
test.describe('templates', () => {
  let page: Page;

  test.beforeAll(async ({ browser }) => {
    page = await (await browser.newContext()).newPage();
    await signIn(page);
  });

  test.afterAll(async () => {
    await page.context().close();
  });

  const next = () => page.getByRole('button', { name: 'Next' }).click();

  async function open(template: string, name: string): Promise<void> {
    await page.goto(`/create/templates/default/${template}`);
    await page.getByLabel('Owner').fill('ranking');
    await page
      .getByRole('option', { name: /ranking/i })
      .first()
      .click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  }

  /** The plan beside the form, once every chosen cluster was asked. */
  async function expectPlan(clusters: number): Promise<void> {
    await expect(
      page.getByText(`Dry run accepted · ${clusters} of ${clusters}`),
    ).toBeVisible();
  }

  async function create(): Promise<void> {
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create', exact: true }).click();
  }

  test('New namespace for a team makes a namespace that is in bounds', async () => {
    await open('new-namespace', 'team-e2e');
    await next();
    await page.getByRole('radio', { name: /^M/ }).check();
    await next();
    await page.getByRole('checkbox', { name: 'Run in beijing' }).check();
    await page.getByRole('checkbox', { name: 'Run in aliyun' }).check();
    await expectPlan(2);
    await expectAccessible(page, '[aria-label="Clusters to run in"]');
    await takeScreenshot(page, 'new-namespace');
    await create();
    await expect(page.getByText(/beijing: \d+ created\./)).toBeVisible({
      timeout: 120_000,
    });
    await takeScreenshot(page, 'new-namespace-done');
  });

  test('Scheduled job makes a job that the catalog knows', async () => {
    await open('scheduled-job', 'nightly-e2e');
    await next();
    const schedule = page.getByRole('textbox', { name: 'Schedule' });
    await schedule.fill('each night');
    await next();
    await expect(
      page.getByText(/A schedule is minute, hour/).first(),
    ).toBeVisible();
    await schedule.fill('*/5 * * * *');
    await next();
    await page.getByRole('checkbox', { name: 'Run in beijing' }).check();
    await expectPlan(1);
    await takeScreenshot(page, 'scheduled-job');
    await create();
    await page
      .getByRole('link', { name: 'Open nightly-e2e in the catalog' })
      .click({ timeout: 120_000 });
    await expect(
      page.getByRole('heading', { name: 'nightly-e2e' }).first(),
    ).toBeVisible();
  });

  test('New app on Kubernetes waits until it is ready, where it is asked to', async () => {
    await fillApp();
    await page.getByLabel('Wait until it is ready').check();
    await expectPlan(2);
    await create();
    await expect(
      page.getByRole('link', { name: `Watch ${APP} come up` }),
    ).toBeVisible({ timeout: 120_000 });
  });

  test('New app on Kubernetes shows in its plan that a name is taken', async () => {
    await fillApp();
    await expect(
      page.getByText(`Deployment ${APP} is there already`).first(),
    ).toBeVisible();
    await takeScreenshot(page, 'new-app-taken');
    await page.getByRole('button', { name: 'Review' }).click();
    await expect(page.getByText('The plan is refused.').first()).toBeVisible();
  });

  async function fillApp(): Promise<void> {
    await open('new-app-on-kubernetes', APP);
    await next();
    await page.getByRole('radio', { name: /^S/ }).check();
    await next();
    await page.getByRole('checkbox', { name: 'Run in beijing' }).check();
    await page.getByRole('checkbox', { name: 'Run in aliyun' }).check();
  }
});
