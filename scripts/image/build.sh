#!/usr/bin/env bash
# The production images, each with a list of what is inside and of how it was made: scripts/image/build.sh [service…]
#   REGISTRY=registry.example.com/team   pushes there; without it each image becomes an archive in artifacts/images
#   VERSION=1.2.3                        the tag, by default the chart's appVersion
#   SOURCE=https://…                     where the sources can be read, for the label of that name
#   BASE, RUNTIME                        the bases by digest: see the Dockerfile
set -euo pipefail
cd "$(dirname "$0")/../.."

services=(booking-api bot notifier telegram-emulator)
[ $# -eq 0 ] || services=("$@")
version="${VERSION:-$(sed -n 's/^appVersion: "\(.*\)"$/\1/p' charts/okoshko/Chart.yaml)}"
arguments=(--build-arg "VERSION=$version" --build-arg "REVISION=$(git rev-parse HEAD)" --build-arg "SOURCE=${SOURCE:-}")
for base in BASE RUNTIME; do
  [ -z "${!base:-}" ] || arguments+=(--build-arg "$base=${!base}")
done

# The same commit gives the same layers, down to the times of files.
SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)"
export SOURCE_DATE_EPOCH
mkdir -p artifacts/images
for service in "${services[@]}"; do
  image="${REGISTRY:+$REGISTRY/}okoshko/$service:$version"
  output="type=oci,dest=artifacts/images/$service.tar,name=$image,rewrite-timestamp=true"
  [ -z "${REGISTRY:-}" ] || output="type=image,name=$image,push=true,rewrite-timestamp=true"
  docker buildx build --target "$service" "${arguments[@]}" --sbom=true --provenance=mode=max --output "$output" .
  echo "$image"
done
