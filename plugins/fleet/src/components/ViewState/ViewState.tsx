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

import type { ReactNode } from 'react';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import LockOutlined from '@material-ui/icons/LockOutlined';
import { isTemporary, type LiveValue } from '../../api';
import { ActionButton, CopyButton } from '../Controls';
import { Loading } from './Loading';
import { Notice } from './Notice';

/** Props of {@link ViewState}. */
export interface ViewStateProps<T> {
  live: LiveValue<T>;
  /** What is read: `this app`, `the fleet`. */
  what: string;
  /** The permission that seeing it needs. */
  permission: string;
  denied?: { title: string };
  rows?: number;
  children: (value: T) => ReactNode;
}

/** A value, or what stands in its place while it loads, when it could not be read, and when one may not see it. */
export function ViewState<T>(props: ViewStateProps<T>) {
  const { live, what, permission, denied, rows, children } = props;
  if (live.state === 'denied') {
    return (
      <DeniedNotice
        title={denied?.title ?? `You may not see ${what}, or it does not exist`}
        permission={permission}
        error={live.error}
      />
    );
  }
  if (live.value !== undefined) {
    return <>{children(live.value)}</>;
  }
  if (live.state === 'error') {
    return <ErrorNotice what={what} error={live.error} onRetry={live.retry} />;
  }
  return <Loading label={`Reading ${what}`} rows={rows} />;
}

/** The view itself could not be read. */
export function ErrorNotice(props: {
  what: string;
  error?: Error;
  onRetry: () => void;
}) {
  const { what, error, onRetry } = props;
  const { statusCode } = (error ?? {}) as Answer;
  // A cluster or node that does not answer is no fault of the portal.
  const elsewhere = statusCode === 503;
  return (
    <Notice
      icon={elsewhere ? HelpOutline : ErrorOutline}
      tone={elsewhere ? 'muted' : 'error'}
      title={`The portal could not read ${what}`}
      actions={
        <>
          <ActionButton primary onClick={onRetry}>
            Retry now
          </ActionButton>
          <CopyButton text={describeError(error)}>Copy details</CopyButton>
        </>
      }
    >
      {explainError(error)} Your apps run on; nothing was changed.
      {isTemporary(error) && ' Slipway tries again by itself.'}
    </Notice>
  );
}

/** What the backend answers, as far as it is a `ResponseError`. */
interface Answer {
  statusCode?: number;
  body?: { error?: { message?: string } };
}

/** The backend's own sentence; it has one for all that it expects. */
function explainError(error: Error | undefined): string {
  const { statusCode, body } = (error ?? {}) as Answer;
  if (!statusCode) {
    return 'The fleet service gave no answer.';
  }
  return statusCode !== 500 && body?.error?.message
    ? body.error.message
    : `The fleet service answered HTTP ${statusCode}.`;
}

/** The sentence of a cluster whose own RBAC denies; a 404 tells nothing, so that nobody learns what exists. */
function missingRightOf(error: Error | undefined): string | undefined {
  const { statusCode, body } = (error ?? {}) as Answer;
  const message = statusCode === 403 ? body?.error?.message : undefined;
  // Backstage's own word for a denied permission names no right.
  return message === 'Unauthorized' ? undefined : message;
}

/** With what the backend said, where it said something. */
function describeError(error: Error | undefined): string {
  const { body } = (error ?? {}) as Answer;
  return [error?.name, error?.message, body?.error?.message]
    .filter(Boolean)
    .join(': ');
}

/** The viewer may not see it, or it does not exist: the two are not told apart. */
export function DeniedNotice(props: {
  title: string;
  permission: string;
  /** What the backend answered; it may say which right is missing. */
  error?: Error;
  actions?: ReactNode;
}) {
  const { title, permission, error, actions } = props;
  const missing = missingRightOf(error);
  return (
    <Notice
      icon={LockOutlined}
      tone="denied"
      title={title}
      actions={
        <>
          <CopyButton
            primary
            text={`Access request: ${
              missing ?? `permission ${permission}`
            } for ${window.location.href}`}
          >
            Copy a request
          </CopyButton>
          {actions}
        </>
      }
    >
      {missing ?? (
        <>
          Seeing it needs the permission <code>{permission}</code> for it.
        </>
      )}{' '}
      What you may see is shown as usual on the Fleet page.
    </Notice>
  );
}
