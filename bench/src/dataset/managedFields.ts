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

const AT = '2026-11-22T08:00:00Z';

interface FieldsObject {
  apiVersion: string;
  metadata: object;
  spec?: object;
  data?: object;
  status?: object;
}

/** Who set which fields, as API servers note it: one entry for the object, one for its status. */
export function managedFields(
  object: FieldsObject,
  managers: { object: string; status: string },
): object[] {
  const { apiVersion, metadata, spec, data, status } = object;
  const entry = (manager: string, fields: object, subresource?: string) => ({
    manager,
    operation: 'Update',
    apiVersion,
    time: AT,
    fieldsType: 'FieldsV1',
    fieldsV1: fieldsOf(fields),
    ...(subresource ? { subresource } : {}),
  });
  return [
    entry(managers.object, { metadata, spec, data }),
    ...(status ? [entry(managers.status, { status }, 'status')] : []),
  ];
}

/** The names of all fields, as `FieldsV1` writes them; items of a list by their name or type where they have one. */
function fieldsOf(value: unknown): object {
  if (Array.isArray(value)) {
    return Object.fromEntries(
      value.flatMap(item => {
        const key = ['name', 'type', 'uid', 'ip'].find(name => item?.[name]);
        return key
          ? [
              [
                `k:${JSON.stringify({ [key]: item[key] })}`,
                { '.': {}, ...fieldsOf(item) },
              ],
            ]
          : [];
      }),
    );
  }
  return value && typeof value === 'object'
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, field]) => field !== undefined)
          .map(([name, field]) => [`f:${name}`, fieldsOf(field)]),
      )
    : {};
}
