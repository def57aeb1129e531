#!/usr/bin/env bash
# A kind cluster with the demo in it, from nothing: scripts/cluster-up.sh. Again: brings it up to date.
# scripts/cluster-up.sh --monitoring: with Prometheus and Grafana, too, that know the demo's alerts and dashboards.
# Needs docker (or podman), kind, kubectl, helm and skaffold; nothing else of this machine is touched.
set -euo pipefail
cd "$(dirname "$0")/.."

monitoring=
case "${1-}" in
  "") ;;
  --monitoring) monitoring=yes ;;
  *) echo "$1 is not known: scripts/cluster-up.sh [--monitoring]" >&2; exit 2 ;;
esac
for tool in kind kubectl helm skaffold; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 1; }
done

cluster=okoshko
context="kind-$cluster"
# Not -q, which would end before kind has said all, and pipefail would take that for "there is none".
kind get clusters 2>/dev/null | grep -x "$cluster" >/dev/null || kind create cluster --config k8s/kind/cluster.yaml --wait 180s
kubectl --context "$context" apply -f k8s/namespaces.yaml
if [ -n "$monitoring" ]; then
  helm upgrade --install kube-prometheus-stack kube-prometheus-stack --kube-context "$context" \
    --repo https://prometheus-community.github.io/helm-charts --version 80.4.1 \
    --namespace monitoring --create-namespace --values k8s/platform/kube-prometheus-stack.yaml --wait --timeout 10m
fi
# What Chart.lock pins, no newer.
helm dependency build charts/okoshko
skaffold run --kube-context "$context" --profile "kind${monitoring:+,monitored}"

cat <<TEXT

The demo runs. Book in the chat:
  kubectl --context $context -n okoshko port-forward service/okoshko-emulator 4000:80
  open http://localhost:4000
${monitoring:+Dashboards on http://localhost:3000, as admin with the password that the first line says:
  kubectl --context $context -n monitoring get secret kube-prometheus-stack-grafana -o jsonpath='{.data.admin-password\}' | base64 -d
  kubectl --context $context -n monitoring port-forward service/kube-prometheus-stack-grafana 3000:80
}Prove it: scripts/e2e-cluster.sh. Remove it: kind delete cluster --name $cluster
TEXT
