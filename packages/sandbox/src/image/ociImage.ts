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

import { createHash } from 'node:crypto';
import { tar, TarEntry } from './tar';

const OCI = 'application/vnd.oci.image';

/** What an image is made of: one layer and how it starts. */
export interface ImageSource {
  /** With its tag, as `slipway.test/busybox:1`. */
  name: string;
  layer: TarEntry[];
  config: { Entrypoint?: string[]; Cmd?: string[]; Env?: string[] };
}

/**
 * An image as an OCI archive of one layer, as `ctr images import` takes it. No registry and no Docker are needed; the
 * same source gives the same bytes.
 *
 * @param architecture - as Go names it: `amd64`, `arm64`
 */
export function ociImage(source: ImageSource, architecture: string): Buffer {
  const platform = { architecture, os: 'linux' };
  const layer = tar(source.layer);
  const config = json({
    ...platform,
    created: '1970-01-01T00:00:00Z',
    config: source.config,
    rootfs: { type: 'layers', diff_ids: [digest(layer)] },
  });
  const manifest = json({
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    config: descriptor(config, `${OCI}.config.v1+json`),
    layers: [descriptor(layer, `${OCI}.layer.v1.tar`)],
  });
  const index = json({
    schemaVersion: 2,
    mediaType: `${OCI}.index.v1+json`,
    manifests: [
      {
        ...descriptor(manifest, `${OCI}.manifest.v1+json`),
        annotations: {
          'io.containerd.image.name': source.name,
          'org.opencontainers.image.ref.name': source.name.split(':').pop(),
        },
        platform,
      },
    ],
  });
  return tar([
    file('oci-layout', json({ imageLayoutVersion: '1.0.0' })),
    file('index.json', index),
    ...[config, manifest, layer].map(blob =>
      file(`blobs/sha256/${digest(blob).slice('sha256:'.length)}`, blob),
    ),
  ]);
}

function descriptor(blob: Buffer, mediaType: string): object {
  return { mediaType, digest: digest(blob), size: blob.length };
}

function digest(blob: Buffer): string {
  return `sha256:${createHash('sha256').update(blob).digest('hex')}`;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function file(path: string, content: Buffer): TarEntry {
  return { type: 'file', path, mode: 0o644, content };
}
