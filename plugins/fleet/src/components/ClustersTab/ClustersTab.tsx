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

import { useEntity } from '@backstage/plugin-catalog-react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import { useApp } from '../../hooks';
import { Section } from '../Section';
import { ConnectionStrip, ViewState } from '../ViewState';
import { AppClustersTable } from './AppClustersTable';
import { AppSummaryStrip } from './AppSummaryStrip';
import { NoWorkload } from './NoWorkload';

const useStyles = makeStyles((theme: Theme) => ({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: 16,
    color: theme.palette.text.primary,
  },
}));

/**
 * The Clusters tab of an app: a row a cluster, live.
 *
 * @public
 */
export function ClustersTab() {
  const { entity } = useEntity();
  const app = useApp(stringifyEntityRef(entity));
  const classes = useStyles();
  const status = app.value;
  const known = status && status.clusters.length > 0;
  return (
    <div className={classes.root}>
      <ConnectionStrip live={app} />
      {status && known ? (
        <>
          <AppSummaryStrip status={status} />
          <AppClustersTable status={status} />
        </>
      ) : (
        <Section
          title={app.state === 'loading' ? 'Clusters' : undefined}
          label="Clusters"
        >
          <ViewState live={app} what="this app" permission="fleet.app.read">
            {value => <NoWorkload selector={value.selector} />}
          </ViewState>
        </Section>
      )}
    </div>
  );
}
