{{/*
What all pods have in common, so that none can forget it. Arguments everywhere:
(dict "root" $ "component" "bot" "values" .Values.bot), more where it is said.
*/}}

{{/* The part of a pod's spec that makes it fit the Pod Security level "restricted". */}}
{{- define "okoshko.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile: {type: RuntimeDefault}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "okoshko.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: {{ not .root.Values.development.writableImages }}
  capabilities: {drop: [ALL]}
{{- end }}

{{- define "okoshko.volumeMounts" -}}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  {{- if .state }}
  - {name: state, mountPath: /state}
  {{- end }}
  {{- if .root.Values.caBundle.secret }}
  - {name: ca, mountPath: /etc/okoshko/ca, readOnly: true}
  {{- end }}
{{- end }}

{{- define "okoshko.volumes" -}}
volumes:
  - name: tmp
    emptyDir: {sizeLimit: 64Mi}
  {{- with .state }}
  - name: state
    {{- . | nindent 4 }}
  {{- end }}
  {{- with .root.Values.caBundle }}
  {{- if .secret }}
  - name: ca
    secret:
      secretName: {{ .secret }}
      items: [{key: {{ .key }}, path: {{ .key }}}]
  {{- end }}
  {{- end }}
{{- end }}

{{/* A container of one of our images: more arguments "container" (its name), "args", "env" (a text), "resources". */}}
{{- define "okoshko.container" -}}
name: {{ .container }}
{{ include "okoshko.imageFields" (dict "root" .root "image" .values.image) }}
args: {{ toJson .args }}
env:
  {{- .env | nindent 2 }}
resources:
  {{- toYaml .resources | nindent 2 }}
{{ include "okoshko.containerSecurity" . }}
{{ include "okoshko.volumeMounts" . }}
{{- end }}

{{/* Waits until the schema is the one that this image was built for. Only beside a migration of the same release. */}}
{{- define "okoshko.waitForSchema" -}}
{{- if eq (include "okoshko.migrationMode" .root) "job" -}}
- {{ include "okoshko.container" (dict "root" .root "values" .values "container" "wait-for-schema" "args" (list "dist/wait-for-schema.js")
     "env" (include "okoshko.env.migrate" (dict "root" .root "role" .role)) "resources" .root.Values.migrations.resources) | nindent 2 | trim }}
{{- end -}}
{{- end }}

{{/*
More arguments: "env" (a text), "http" (whether it has a public port), "initContainers" (a text), "state" (a text: the volume
behind /state, for what keeps something).
*/}}
{{- define "okoshko.deployment" -}}
{{- $values := .values -}}
{{- $selector := include "okoshko.selectorLabels" . -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "okoshko.metadata" . | nindent 2 }}
spec:
  {{- if not (or (dig "autoscaling" "enabled" false $values) (dig "keda" "enabled" false $values)) }}
  replicas: {{ default 1 $values.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  minReadySeconds: 5
  {{- if .alone }}
  strategy: {type: Recreate}
  {{- else }}
  strategy:
    rollingUpdate: {maxUnavailable: 0, maxSurge: 1}
  {{- end }}
  selector:
    matchLabels:
      {{- $selector | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "okoshko.labels" . | nindent 8 }}
        {{- with $values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        kubectl.kubernetes.io/default-container: {{ .component }}
        {{- with .root.Values.secrets.revision }}
        okoshko.io/secrets-revision: {{ . | quote }}
        {{- end }}
        {{- /* All that an upgrade can change in the chart's own Secret. What was generated stays, and before the first installation,
               or where nothing can be looked up, its digest would be another one each time. */}}
        {{- with .root.Values.telegram.token }}
        checksum/telegram-token: {{ sha256sum . }}
        {{- end }}
        {{- with $values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "okoshko.serviceAccountName" . }}
      {{- include "okoshko.podSecurity" . | nindent 6 }}
      terminationGracePeriodSeconds: {{ default 30 $values.terminationGracePeriodSeconds }}
      {{- with .initContainers }}
      initContainers:
        {{- . | nindent 8 }}
      {{- end }}
      containers:
        - {{ include "okoshko.container" (merge (dict "container" .component "args" (list "--enable-source-maps" "dist/main.js") "resources" $values.resources) .) | nindent 10 | trim }}
          ports:
            {{- if .http }}
            - {name: http, containerPort: 8080}
            {{- end }}
            - {name: admin, containerPort: 9464}
          startupProbe:
            httpGet: {path: /livez, port: admin}
            periodSeconds: 2
            failureThreshold: 30
          livenessProbe:
            httpGet: {path: /livez, port: admin}
            periodSeconds: 10
            timeoutSeconds: 2
            failureThreshold: 3
          readinessProbe:
            httpGet: {path: /readyz, port: admin}
            periodSeconds: 5
            timeoutSeconds: 2
            failureThreshold: 2
          lifecycle:
            preStop:
              sleep: {seconds: {{ default 5 $values.preStopSleepSeconds }}}
      {{- include "okoshko.volumes" . | nindent 6 }}
      topologySpreadConstraints:
        {{- with $values.topologySpreadConstraints }}
        {{- toYaml . | nindent 8 }}
        {{- else }}
        {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
        - maxSkew: 1
          topologyKey: {{ . }}
          whenUnsatisfiable: ScheduleAnyway
          matchLabelKeys: [pod-template-hash]
          labelSelector:
            matchLabels:
              {{- $selector | nindent 14 }}
        {{- end }}
        {{- end }}
      {{- include "okoshko.scheduling" $values | nindent 6 }}
{{- end }}

{{- define "okoshko.scheduling" -}}
{{- with .priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/*
A Job that runs one entry of an image to its end. More arguments: "job" (its component), "args", "env", "initContainers",
"annotations" (a text; hooks have them). A Job can't be changed, so without a hook its name carries a digest of its pod: another
image makes another Job, the same makes none.
*/}}
{{- define "okoshko.job" -}}
{{- $names := dict "root" .root "component" .job -}}
{{- $pod := include "okoshko.jobPod" . -}}
{{- $name := include "okoshko.componentName" $names -}}
{{- if not .annotations }}{{ $name = printf "%s-%s" $name (sha256sum $pod | trunc 8) }}{{ end -}}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ $name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "okoshko.labels" $names | nindent 4 }}
  {{- with .annotations }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
spec:
  backoffLimit: {{ .root.Values.migrations.backoffLimit }}
  activeDeadlineSeconds: {{ .root.Values.migrations.activeDeadlineSeconds }}
  template:
    {{- $pod | nindent 4 }}
{{- end }}

{{- define "okoshko.jobPod" -}}
metadata:
  labels:
    {{- include "okoshko.labels" (dict "root" .root "component" .job) | nindent 4 }}
spec:
  {{- include "okoshko.podSecurity" . | nindent 2 }}
  restartPolicy: Never
  {{- with .initContainers }}
  initContainers:
    {{- . | nindent 4 }}
  {{- end }}
  containers:
    - {{ include "okoshko.container" (merge (dict "container" .job "resources" .root.Values.migrations.resources) .) | nindent 6 | trim }}
  {{- include "okoshko.volumes" . | nindent 2 }}
  {{- include "okoshko.scheduling" .values | nindent 2 }}
{{- end }}
