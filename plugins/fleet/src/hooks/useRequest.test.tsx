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

import { act, renderHook, waitFor } from '@testing-library/react';
import { useRequest } from './useRequest';

type Answer = (value: string | Error) => void;

/** A backend that answers when it is told to. */
function createBackend() {
  const asked: Array<{ query: string; answer: Answer }> = [];
  const requests = new Map<string, () => Promise<string>>();
  const requestOf = (query: string) => {
    if (!requests.has(query)) {
      requests.set(
        query,
        () =>
          new Promise((resolve, reject) =>
            asked.push({
              query,
              answer: value =>
                value instanceof Error ? reject(value) : resolve(value),
            }),
          ),
      );
    }
    return requests.get(query)!;
  };
  return { asked, requestOf };
}

function render(withSubject: boolean) {
  const backend = createBackend();
  const hook = renderHook(
    ({ query }: { query: string }) =>
      useRequest(
        backend.requestOf(query),
        withSubject ? { subject: 'list' } : {},
      ),
    { initialProps: { query: 'a' } },
  );
  const answer = (value: string | Error) =>
    act(async () => backend.asked.at(-1)!.answer(value));
  return { ...hook, ...backend, answer };
}

describe('useRequest', () => {
  afterEach(() => jest.useRealTimers());

  it('keeps the last value of its subject until the next came', async () => {
    const { result, rerender, answer } = render(true);
    expect(result.current).toMatchObject({ state: 'loading', pending: true });
    await answer('one');
    expect(result.current).toMatchObject({ value: 'one', pending: false });
    rerender({ query: 'b' });
    expect(result.current).toMatchObject({ value: 'one', pending: true });
    await answer('two');
    expect(result.current).toMatchObject({ value: 'two', pending: false });
  });

  it('drops the value of another thing', async () => {
    const { result, rerender, answer } = render(false);
    await answer('one');
    rerender({ query: 'b' });
    expect(result.current).toMatchObject({ state: 'loading', pending: true });
    expect(result.current.value).toBeUndefined();
  });

  it('asks again by itself after a failure that may pass, with the last value in view', async () => {
    jest.useFakeTimers();
    const { result, rerender, answer, asked } = render(true);
    await answer('one');
    rerender({ query: 'b' });
    await answer(Object.assign(new Error('down'), { statusCode: 503 }));
    expect(result.current).toMatchObject({ state: 'error', value: 'one' });
    const before = asked.length;
    await act(async () => jest.advanceTimersByTime(3_000));
    expect(asked).toHaveLength(before + 1);
    await answer('two');
    expect(result.current).toMatchObject({ state: 'ready', value: 'two' });
  });

  it('does not ask again for what is refused', async () => {
    jest.useFakeTimers();
    const { result, answer, asked } = render(true);
    await answer(Object.assign(new Error('no'), { statusCode: 403 }));
    expect(result.current.state).toBe('denied');
    await act(async () => jest.advanceTimersByTime(120_000));
    expect(asked).toHaveLength(1);
    act(() => result.current.retry());
    await waitFor(() => expect(asked).toHaveLength(2));
  });
});
