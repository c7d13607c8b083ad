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

import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const SCREENSHOTS =
  process.env.SLIPWAY_SCREENSHOTS ??
  resolve(__dirname, '../../../node_modules/.cache/screenshots');

export async function signIn(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Enter' }).click();
  await expect(
    page.getByRole('link', { name: 'Fleet', exact: true }).first(),
  ).toBeVisible();
}

/** Keeps a picture of the page in the light and in the dark theme. */
export async function takeScreenshots(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate(value => {
      window.localStorage.setItem('theme', value);
      window.dispatchEvent(
        new StorageEvent('storage', { key: 'theme', newValue: value }),
      );
    }, theme);
    // The theme's transitions take 300 ms.
    await page.waitForTimeout(600);
    await page.screenshot({
      path: join(SCREENSHOTS, `${name}${theme === 'dark' ? '-dark' : ''}.png`),
      fullPage: true,
    });
  }
  await page.evaluate(() => {
    window.localStorage.setItem('theme', 'light');
    window.dispatchEvent(
      new StorageEvent('storage', { key: 'theme', newValue: 'light' }),
    );
  });
}

/** What axe finds serious on the page, save in Backstage's own sidebar, which is not ours to mend. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .exclude('nav')
    .analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.slice(0, 3).map(node => node.html),
    }));
  expect(serious).toEqual([]);
}
