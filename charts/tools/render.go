package main

import (
	"fmt"
	"maps"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	commonutil "helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/v2/lint"
	"helm.sh/helm/v4/pkg/chart/v2/lint/support"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/fake"
	"k8s.io/client-go/kubernetes/scheme"
)

// The steps of `helm template` and, with existing objects, of an installation that can look them up.
func render(asked request) answer {
	chart, err := loader.Load(asked.Chart)
	if err != nil {
		return answer{Error: err.Error()}
	}
	capabilities, err := capabilitiesOf(asked.KubeVersion)
	if err != nil {
		return answer{Error: err.Error()}
	}
	if wanted := chart.Metadata.KubeVersion; wanted != "" && !chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.String()) {
		return answer{Error: fmt.Sprintf("chart requires kubeVersion: %s", wanted)}
	}
	values := asked.Values
	if values == nil {
		values = map[string]any{}
	}
	if err := chartutil.ProcessDependencies(chart, values); err != nil {
		return answer{Error: err.Error()}
	}
	options := common.ReleaseOptions{
		Name: asked.Release, Namespace: asked.Namespace, Revision: 1,
		IsUpgrade: asked.Upgrade, IsInstall: !asked.Upgrade,
	}
	top, err := commonutil.ToRenderValues(chart, values, options, capabilities)
	if err != nil {
		return answer{Error: err.Error()}
	}
	files, err := engine.RenderWithClientProvider(chart, top, clusterOf(asked.Existing))
	if err != nil {
		return answer{Error: err.Error()}
	}
	maps.DeleteFunc(files, func(name, text string) bool { return strings.TrimSpace(text) == "" })
	return answer{Files: files}
}

func capabilitiesOf(version string) (*common.Capabilities, error) {
	capabilities := common.DefaultCapabilities.Copy()
	if version == "" {
		return capabilities, nil
	}
	parsed, err := common.ParseKubeVersion(version)
	if err != nil {
		return nil, err
	}
	capabilities.KubeVersion = *parsed
	return capabilities, nil
}

type cluster struct{ client dynamic.Interface }

func clusterOf(objects []map[string]any) cluster {
	held := make([]runtime.Object, 0, len(objects))
	for _, object := range objects {
		held = append(held, &unstructured.Unstructured{Object: object})
	}
	return cluster{fake.NewSimpleDynamicClient(scheme.Scheme, held...)}
}

func (c cluster) GetClientFor(apiVersion, kind string) (dynamic.NamespaceableResourceInterface, bool, error) {
	group, err := schema.ParseGroupVersion(apiVersion)
	if err != nil {
		return nil, false, err
	}
	return c.client.Resource(group.WithResource(strings.ToLower(kind) + "s")), true, nil
}

// What `helm lint --strict` would fail for: warnings too.
func lintChart(asked request) answer {
	values := asked.Values
	if values == nil {
		values = map[string]any{}
	}
	result := lint.RunAll(asked.Chart, values, asked.Namespace)
	reply := answer{}
	for _, message := range result.Messages {
		if message.Severity >= support.WarningSev {
			reply.Complaints = append(reply.Complaints, message.Error())
		}
	}
	return reply
}
