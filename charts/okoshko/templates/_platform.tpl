{{/* What stands around a Deployment: account, Service, disruption budget, autoscaler, monitor. */}}

{{- define "okoshko.serviceAccount" -}}
{{- if .values.serviceAccount.create -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "okoshko.serviceAccountName" . }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "okoshko.labels" . | nindent 4 }}
  {{- with .values.serviceAccount.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end -}}
{{- end }}

{{/* One more argument: "http". The admin port is for Prometheus; routes and ingresses never name it. */}}
{{- define "okoshko.service" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "okoshko.metadata" . | nindent 2 }}
  {{- with .values.service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ .values.service.type }}
  selector:
    {{- include "okoshko.selectorLabels" . | nindent 4 }}
  ports:
    {{- if .http }}
    - {name: http, port: {{ .values.service.port }}, targetPort: http, appProtocol: http}
    {{- end }}
    - {name: admin, port: 9464, targetPort: admin, appProtocol: http}
{{- end }}

{{- define "okoshko.podDisruptionBudget" -}}
{{- $least := .values.replicas -}}
{{- if dig "autoscaling" "enabled" false .values }}{{ $least = .values.autoscaling.minReplicas }}{{ end -}}
{{- if dig "keda" "enabled" false .values }}{{ $least = .values.keda.minReplicas }}{{ end -}}
{{- /* With a single pod a budget would only keep nodes from being drained. */ -}}
{{- if and .values.podDisruptionBudget.enabled (gt (int $least) 1) -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "okoshko.metadata" . | nindent 2 }}
spec:
  maxUnavailable: {{ .values.podDisruptionBudget.maxUnavailable }}
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "okoshko.selectorLabels" . | nindent 6 }}
{{- end -}}
{{- end }}

{{- define "okoshko.autoscaler" -}}
{{- with .values.autoscaling -}}
{{- if .enabled -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  {{- include "okoshko.metadata" $ | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "okoshko.componentName" $ }}
  minReplicas: {{ .minReplicas }}
  maxReplicas: {{ .maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: {type: AverageValue, averageValue: {{ .targetCPU }}}
  behavior:
    scaleDown: {stabilizationWindowSeconds: 300}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "okoshko.serviceMonitor" -}}
{{- with .root.Values.monitoring.serviceMonitor -}}
{{- if .enabled -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  {{- include "okoshko.metadata" $ | nindent 2 }}
    {{- with .labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  selector:
    matchLabels:
      {{- include "okoshko.selectorLabels" $ | nindent 6 }}
  jobLabel: app.kubernetes.io/component
  endpoints:
    - port: admin
      path: /metrics
      interval: {{ .interval }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* All of the above, as documents. */}}
{{- define "okoshko.platform" -}}
{{- range list "serviceAccount" "service" "podDisruptionBudget" "autoscaler" "serviceMonitor" }}
{{- if not (and $.alone (has . (list "podDisruptionBudget" "autoscaler"))) }}
{{- with include (printf "okoshko.%s" .) $ }}
---
{{ . }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
