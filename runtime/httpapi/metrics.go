package httpapi

import (
	"bytes"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/common/expfmt"

	"github.com/banli-oa/banli/policies/authz"
)

// Telemetry counts what the server does, in Prometheus' terms.
type Telemetry struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
}

// NewTelemetry makes the server's meters.
func NewTelemetry() *Telemetry {
	t := &Telemetry{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "banli_http_requests_total", Help: "Answers by method, route and status.",
		}, []string{"method", "route", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "banli_http_request_seconds", Help: "Time to answer by method and route, in seconds.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5},
		}, []string{"method", "route"}),
	}
	t.registry.MustRegister(t.requests, t.duration, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return t
}

// Gauge adds a meter whose value is asked for when it is read.
func (t *Telemetry) Gauge(name, help string, value func() float64) {
	t.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value))
}

func (t *Telemetry) observe(r route, status int, took time.Duration) {
	t.requests.WithLabelValues(r.method, r.path, strconv.Itoa(status)).Inc()
	t.duration.WithLabelValues(r.method, r.path).Observe(took.Seconds())
}

func (s *Server) metricsRoutes() []route {
	return []route{{method: http.MethodGet, path: "/metrics", anonymous: true, handle: s.metrics}}
}

func (s *Server) metrics(k *call) error {
	if err := s.permit(k, authz.MetricsRead, "metrics"); err != nil {
		return err
	}
	families, err := s.Telemetry.registry.Gather()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	format := expfmt.NewFormat(expfmt.TypeTextPlain)
	w := expfmt.NewEncoder(&b, format)
	for _, f := range families {
		if err := w.Encode(f); err != nil {
			return err
		}
	}
	k.Set("Content-Type", string(format))
	return k.Send(b.Bytes())
}
