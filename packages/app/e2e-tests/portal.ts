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

/** Keeps a picture of the page in the light and in the dark theme. A change of theme empties forms. */
export async function takeScreenshots(page: Page, name: string): Promise<void> {
  await takeScreenshot(page, name);
  await switchTheme(page, 'dark');
  await takeScreenshot(page, `${name}-dark`);
  await switchTheme(page, 'light');
}

/** Keeps a picture of the page as it is. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({
    path: join(SCREENSHOTS, `${name}.png`),
    fullPage: true,
  });
}

/** Sets the theme of the page that is opened next, so that its form is not emptied by a change. */
export async function startInTheme(
  page: Page,
  theme: 'light' | 'dark',
): Promise<void> {
  await page.evaluate(
    value => window.localStorage.setItem('theme', value),
    theme,
  );
}

async function switchTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate(value => {
    window.localStorage.setItem('theme', value);
    window.dispatchEvent(
      new StorageEvent('storage', { key: 'theme', newValue: value }),
    );
  }, theme);
  // The theme's transitions take 300 ms.
  await page.waitForTimeout(600);
}

/**
 * Fails for what axe finds serious in a part of the page; by default in all of it save Backstage's own sidebar, which is
 * not ours to mend.
 */
export async function expectAccessible(
  page: Page,
  part = 'body',
): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .include(part)
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

/** What a page is looked at in: a notebook, a half window. */
const NARROWER = [1280, 800];

/**
 * Fails for what axe finds serious in the light theme, the dark one, and narrower windows, and for a page that scrolls
 * sideways in one. A change of theme empties forms and closes what was opened, so `prepare` is done in each.
 */
export async function expectUsable(
  page: Page,
  prepare: () => Promise<void> = async () => {},
): Promise<void> {
  await prepare();
  await expectAccessible(page);
  await switchTheme(page, 'dark');
  await prepare();
  await expectAccessible(page);
  await expectFitting(page);
  await switchTheme(page, 'light');
}

/** Fails for what axe finds serious in a narrower window, or a page that scrolls sideways there. */
export async function expectFitting(page: Page, part = 'body'): Promise<void> {
  const wide = page.viewportSize();
  for (const width of NARROWER) {
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page, part);
    // Of a page that is another's, only the part counts.
    const overflow = await page
      .locator(part)
      .evaluate(element => element.scrollWidth - element.clientWidth);
    // Both are rounded.
    expect(overflow, `sideways scroll at ${width} px`).toBeLessThanOrEqual(1);
  }
  if (wide) {
    await page.setViewportSize(wide);
  }
}
