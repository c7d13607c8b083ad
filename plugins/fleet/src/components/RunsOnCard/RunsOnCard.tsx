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

import { Link } from '@backstage/core-components';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import { stringifyEntityRef } from '@backstage/catalog-model';

import Storage from '@material-ui/icons/Storage';
import { formatQuantity } from '../../format';
import { useApp } from '../../hooks';
import { useFleetLinks } from '../../routes';
import { secondaryText, makeFleetStyles } from '../../tokens';
import { NoWorkload } from '../ClustersTab';
import { ViewState } from '../ViewState';

const useStyles = makeFleetStyles((theme, tokens) => ({
  title: { fontSize: 16, lineHeight: '24px' },
  note: {
    fontSize: 13,
    fontWeight: 400,
    marginLeft: 12,
    color: secondaryText(theme),
  },
  list: {
    margin: '0 calc(-1 * var(--bui-space-4, 16px)) -8px',
    padding: 0,
    listStyle: 'none',
  },
  item: {
    display: 'flex',
    gap: 16,
    alignItems: 'center',
    padding: '8px 20px',
    fontSize: 13,
    lineHeight: '18px',
    borderTop: `1px solid ${tokens.line}`,
  },
  icon: { fontSize: 18, color: secondaryText(theme) },
  second: {
    display: 'block',
    fontSize: 12,
    lineHeight: '16px',
    color: secondaryText(theme),
  },
}));

/**
 * Which clusters an app runs on.
 *
 * @public
 */
export function RunsOnCard() {
  const { entity } = useEntity();
  const app = useApp(stringifyEntityRef(entity));
  const classes = useStyles();
  const links = useFleetLinks();
  return (
    <EntityInfoCard
      title={
        <span className={classes.title}>
          Runs on
          {app.value && (
            <span className={classes.note}>
              {formatQuantity(app.value.clusters.length, 'cluster')}
            </span>
          )}
        </span>
      }
    >
      <ViewState
        live={app}
        what="this app"
        permission="fleet.app.read"
        rows={2}
      >
        {({ clusters, selector }) =>
          clusters.length === 0 ? (
            <NoWorkload selector={selector} />
          ) : (
            <ul className={classes.list}>
              {clusters.map(({ cluster, location, group }) => {
                const href = links.cluster(cluster);
                return (
                  <li key={cluster} className={classes.item}>
                    <Storage className={classes.icon} aria-hidden />
                    <span>
                      {href ? <Link to={href}>{cluster}</Link> : cluster}
                      <span className={classes.second}>
                        location {location} · group {group}
                      </span>
                    </span>
                  </li>
                );
              })}
            </ul>
          )
        }
      </ViewState>
    </EntityInfoCard>
  );
}
