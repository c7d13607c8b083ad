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

import type {
  AccessAnswer,
  AccessAttributes,
} from '@slipway/backstage-plugin-fleet-node';
import { AccessReviews, LIST_PODS, type MappedSubject } from '../reviews';
import { ReviewingViewer } from './ReviewingViewer';

const TTL_MS = 60_000;

const known: MappedSubject = {
  kind: 'known',
  key: 'lin',
  subject: { user: 'lin', groups: [] },
};

function create(
  answer: (attributes: AccessAttributes) => AccessAnswer,
  subject = known,
) {
  const asked: Array<string | undefined> = [];
  const reviews = AccessReviews.create({
    ttlMs: TTL_MS,
    fleet: {
      reviewAccess: async (_cluster, _subject, attributes) => {
        asked.push(attributes.namespace);
        return answer(attributes);
      },
    },
  });
  const createViewer = () =>
    ReviewingViewer.create({
      reviews,
      listAccess: () =>
        new Map([
          [
            'guarded',
            { authorization: 'subject-access-review', owner: 'the platform' },
          ],
          ['open', { authorization: 'permissions' }],
        ]),
      decision: {
        canRead: () => true,
        canChange: () => true,
        canReadApp: () => true,
        seesWholeCatalog: true,
        subject,
        decidedAt: 5,
      },
    });
  return { asked, reviews, createViewer };
}

const allow = (allowed: boolean): AccessAnswer => ({ answered: true, allowed });

describe('ReviewingViewer', () => {
  it('asks for all namespaces first, and for one only where that is denied', async () => {
    const { asked, createViewer } = create(({ namespace }) =>
      allow(namespace === 'shop'),
    );
    const viewer = createViewer();
    const rights = viewer.rightsOn('guarded');
    const read = () =>
      ['shop', 'bank'].map(
        namespace => rights.check(LIST_PODS, { namespace }).allowed,
      );
    expect(await viewer.settle(read)).toEqual([true, false]);
    expect(asked).toEqual([undefined, 'shop', 'bank']);
    expect(await createViewer().settle(read)).toEqual([true, false]);
    expect(asked).toHaveLength(3);
  });

  it('costs one question who may see all', async () => {
    const { asked, createViewer } = create(() => allow(true));
    const viewer = createViewer();
    const rights = viewer.rightsOn('guarded');
    const namespaces = Array.from({ length: 200 }, (_, n) => `n${n}`);
    const verdicts = await viewer.settle(() =>
      namespaces.map(namespace => rights.check(LIST_PODS, { namespace })),
    );
    expect(verdicts.every(({ allowed }) => allowed)).toBe(true);
    expect(asked).toEqual([undefined]);
  });

  it('asks a bounded number of questions for one page, and the rest for the next', async () => {
    const { asked, createViewer, reviews } = create(({ namespace }) =>
      allow(namespace !== undefined),
    );
    const namespaces = Array.from({ length: 700 }, (_, n) => `n${n}`);
    const readAll = async () => {
      const viewer = createViewer();
      const rights = viewer.rightsOn('guarded');
      const verdicts = await viewer.settle(() =>
        namespaces.map(namespace => rights.check(LIST_PODS, { namespace })),
      );
      return { verdicts, viewer };
    };
    const first = await readAll();
    expect(asked).toHaveLength(500);
    expect(first.verdicts.filter(({ allowed }) => allowed)).toHaveLength(499);
    expect(first.verdicts.at(-1)).toMatchObject({
      allowed: false,
      reason: 'Slipway still asks guarded what you may see there.',
    });
    // Whoever keeps a page open is told to read again soon.
    expect(first.viewer.freshUntil).toBeLessThan(Date.now() + 2_000);
    const second = await readAll();
    expect(second.verdicts.every(({ allowed }) => allowed)).toBe(true);
    expect(reviews.made).toBe(701);
    expect(reviews.saved).toBeGreaterThan(400);
  });

  it('throws what reading throws once all is known, not before', async () => {
    const { createViewer } = create(() => allow(true));
    const viewer = createViewer();
    const read = () => {
      const verdict = viewer.rightsOn('guarded').check(LIST_PODS);
      if (!verdict.allowed) {
        throw new Error(verdict.reason);
      }
      return 'seen';
    };
    expect(await viewer.settle(read)).toBe('seen');
    await expect(
      viewer.settle(() => {
        throw new Error('broken');
      }),
    ).rejects.toThrow('broken');
  });

  it('says who can grant a right, and tells a failure from a refusal', async () => {
    const refused = create(() => allow(false)).createViewer();
    expect(
      await refused.settle(() =>
        refused.rightsOn('guarded').check(LIST_PODS, { namespace: 'shop' }),
      ),
    ).toMatchObject({
      reason:
        'You may not list pods in namespace shop of guarded, which knows you as lin. the platform can grant it.',
    });
    const failed = create(() => ({
      answered: false,
      reason: 'did not answer within 3 s (ask what a user may see)',
    })).createViewer();
    expect(
      await failed.settle(() => failed.rightsOn('guarded').check(LIST_PODS)),
    ).toMatchObject({
      reason:
        'guarded did not answer within 3 s (ask what a user may see), so Slipway cannot tell what you may see there.',
    });
  });

  it.each([
    [known, 'open', true],
    [{ kind: 'trusted' as const }, 'guarded', true],
    [{ kind: 'unknown' as const, reason: 'Nobody knows you.' }, 'open', true],
    [
      { kind: 'unknown' as const, reason: 'Nobody knows you.' },
      'guarded',
      false,
    ],
    // What the fleet does not know, it cannot be asked about.
    [
      { kind: 'unknown' as const, reason: 'Nobody knows you.' },
      'missing',
      false,
    ],
  ])('%j on %s: %s, without a question', async (subject, cluster, allowed) => {
    const { asked, createViewer } = create(() => allow(true), subject);
    const viewer = createViewer();
    expect(viewer.rightsOn(cluster).check(LIST_PODS).allowed).toBe(allowed);
    expect(asked).toEqual([]);
    expect(viewer.freshUntil).toBe(Infinity);
  });
});
