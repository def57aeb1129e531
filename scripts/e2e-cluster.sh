#!/usr/bin/env bash
# What only a real cluster can show, on the one of scripts/cluster-up.sh: what people live through in the chat, a booking through
# the API, an upgrade while bookings go on, a rollback, a drained node, secrets that stay, policies that hold.
set -euo pipefail
cd "$(dirname "$0")/.."

context="${KUBE_CONTEXT:-kind-okoshko}"
namespace=okoshko
release=okoshko
k() { kubectl --context "$context" -n "$namespace" "$@"; }
h() { helm --kube-context "$context" -n "$namespace" "$@"; }
step() { printf '\n── %s\n' "$*"; }
fail() { echo "FAILED: $*" >&2; exit 1; }
ready() {
  for deployment in booking-api bot notifier emulator; do
    k rollout status "deployment/$release-$deployment" --timeout=180s
  done
}

# Not `helm test`, which would write into the release while Helm upgrades it.
book() {
  local name image person
  name="book-$(date +%s)-$RANDOM"
  # Each time somebody else, whom Telegram will hardly ever have: a person may hold 30 times an hour.
  person="$((4503599600000000 + RANDOM * 800 + RANDOM % 800))"
  image="$(k get "deployment/$release-booking-api" -o jsonpath='{.spec.template.spec.containers[0].image}')"
  kubectl patch --local -f k8s/verify-job.yaml --type=json -o yaml -p '[
    {"op": "replace", "path": "/metadata/name", "value": "'"$name"'"},
    {"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "'"$image"'"},
    {"op": "add", "path": "/spec/template/spec/containers/0/args", "value": ["dist/smoke.js"]},
    {"op": "add", "path": "/spec/template/spec/containers/0/env/-",
     "value": {"name": "SMOKE_TELEGRAM_ID", "value": "'"$person"'"}},
    {"op": "add", "path": "/spec/template/spec/containers/0/env/-",
     "value": {"name": "BOOKING_API_URL", "value": "http://'"$release"'-booking-api"}},
    {"op": "add", "path": "/metadata/labels", "value": {"okoshko.example/made-by": "e2e-cluster"}}]' | k create -f - >/dev/null
  k wait --for=condition=complete "job/$name" --timeout=60s >/dev/null
}

step "What an earlier run left behind goes"
k delete job -l okoshko.example/made-by=e2e-cluster --ignore-not-found

step "Every pod is ready, under Pod Security restricted"
ready

step "A visit can be booked"
h test "$release" --logs

step "The stories that any demo can live through"
# Through port-forwards, one after another, as often as one likes: each brings people and a master of its own, and moves the
# demo's clock on by some days. Those of stories/own/ look into the stores or end processes, and are no part of this.
forwards=()
trap 'kill "${forwards[@]}" 2>/dev/null || true' EXIT
forward() {
  k port-forward "service/$release-$1" "$2:80" >/dev/null &
  forwards+=("$!")
  for _ in $(seq 1 50); do
    (: <"/dev/tcp/127.0.0.1/$2") 2>/dev/null && return
    sleep 0.2
  done
  fail "no way to $1"
}
forward emulator 14000
forward booking-api 14001
forward notifier 14003
STORY_EMULATOR_URL=http://127.0.0.1:14000 STORY_BOOKING_API_URL=http://127.0.0.1:14001 \
  STORY_NOTIFIER_URL=http://127.0.0.1:14003 \
  STORY_ADMIN_TOKEN="$(k get secret "$release-secrets" -o jsonpath='{.data.admin-token}' | base64 -d)" \
  npm test -w services/e2e -- --selectProjects stories
kill "${forwards[@]}"

step "Secrets survive an upgrade"
secret() { k get secret "$release-secrets" "$release-db" -o jsonpath='{.items[*].data}' | sha256sum; }
before="$(secret)"
h upgrade "$release" charts/okoshko --reuse-values --set-string secrets.revision="$(date +%s)" --wait --timeout 5m &
upgrade=$!

step "Bookings go on while pods are replaced"
failures=0 attempts=0
while kill -0 "$upgrade" 2>/dev/null; do
  attempts=$((attempts + 1))
  book || failures=$((failures + 1))
done
wait "$upgrade"
[ "$failures" -eq 0 ] || fail "$failures of $attempts bookings failed during the upgrade"
[ "$(secret)" = "$before" ] || fail "the upgrade changed secrets"
ready

step "Back again"
h rollback "$release" --wait --timeout 5m
ready
h test "$release"

step "A node can be drained"
node="$(kubectl --context "$context" get nodes -o name | grep worker | head -1)"
trap 'kubectl --context "$context" uncordon "$node" >/dev/null' EXIT
kubectl --context "$context" drain "$node" --ignore-daemonsets --delete-emptydir-data --timeout=180s
kubectl --context "$context" uncordon "$node"
ready
h test "$release"

step "Strangers in the namespace reach neither the database nor the admin port"
image="$(k get "deployment/$release-booking-api" -o jsonpath='{.spec.template.spec.containers[0].image}')"
suffix="$(date +%s)"
# The API server shows that a stranger can reach anything at all.
overrides="$(node -e '
  const [image, code, ...addresses] = process.argv.slice(1);
  const securityContext = { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } };
  const locked = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
  const args = ["-e", code, ...addresses];
  const container = { name: "stranger", image, imagePullPolicy: "IfNotPresent", args, securityContext: locked };
  console.log(JSON.stringify({ spec: { automountServiceAccountToken: false, securityContext, containers: [container] } }));
' "$image" "$(cat scripts/cluster/stranger.cjs)" kubernetes.default.svc:443 "$release-postgres:5432" "$release-booking-api:9464")"
k run "stranger-$suffix" --image="$image" --restart=Never --overrides="$overrides"
k wait --for=jsonpath='{.status.phase}'=Succeeded "pod/stranger-$suffix" --timeout=60s || { k logs "stranger-$suffix"; fail "a stranger came in, or could go nowhere"; }
k logs "stranger-$suffix"
k delete pod "stranger-$suffix" --wait=false

printf '\nAll of it held; %s bookings during the upgrade.\n' "$attempts"
