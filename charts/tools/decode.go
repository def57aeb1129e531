package main

import (
	"bufio"
	"errors"
	"io"
	"strings"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/client-go/kubernetes/scheme"
	gateway "sigs.k8s.io/gateway-api/apis/v1"
)

type refusal struct {
	Object string `json:"object"`
	Error  string `json:"error"`
	// No type for it is known here: somebody else has to judge it.
	Unknown bool `json:"unknown,omitempty"`
}

var known = func() *runtime.Scheme {
	types := runtime.NewScheme()
	utilruntime.Must(scheme.AddToScheme(types))
	utilruntime.Must(monitoring.AddToScheme(types))
	utilruntime.Must(gateway.Install(types))
	return types
}()

// Decodes every object into the type that the API server has for it, and refuses what the server refuses with strict field
// validation: unknown fields, fields that stand twice, values of a wrong type.
func decodeStrictly(text string) []refusal {
	decoder := serializer.NewCodecFactory(known, serializer.EnableStrict).UniversalDeserializer()
	refused := []refusal{}
	documents := yaml.NewYAMLReader(bufio.NewReader(strings.NewReader(text)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return refused
		}
		if err != nil {
			return append(refused, refusal{Error: err.Error()})
		}
		if isEmpty(document) {
			continue
		}
		if _, _, err := decoder.Decode(document, nil, nil); err != nil {
			refused = append(refused, refusal{
				Object: string(document), Error: err.Error(), Unknown: runtime.IsNotRegisteredError(err),
			})
		}
	}
}

func isEmpty(document []byte) bool {
	for _, line := range strings.Split(string(document), "\n") {
		if line = strings.TrimSpace(line); line != "" && line != "---" && !strings.HasPrefix(line, "#") {
			return false
		}
	}
	return true
}
