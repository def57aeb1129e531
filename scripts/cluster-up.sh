#!/usr/bin/env bash
# A kind cluster with the demo in it, from nothing: scripts/cluster-up.sh. Again: brings it up to date.
# Needs docker (or podman), kind, kubectl, helm and skaffold; nothing else of this machine is touched.
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in kind kubectl helm skaffold; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 1; }
done

cluster=okoshko
context="kind-$cluster"
kind get clusters 2>/dev/null | grep -qx "$cluster" || kind create cluster --config k8s/kind/cluster.yaml --wait 180s
kubectl --context "$context" apply -f k8s/namespaces.yaml
# What Chart.lock pins, no newer.
helm dependency build charts/okoshko
skaffold run --kube-context "$context" --profile kind

cat <<TEXT

The demo runs. Book in the chat:
  kubectl --context $context -n okoshko port-forward service/okoshko-emulator 4000:80
  open http://localhost:4000
Prove it: scripts/e2e-cluster.sh. Remove it: kind delete cluster --name $cluster
TEXT
