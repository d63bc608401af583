package httpapi

// Endpoint is one guarded address, for tests that walk them all.
type Endpoint struct{ Method, Path string }

// Endpoints lists every guarded address.
func (s *Server) Endpoints() []Endpoint {
	var all []Endpoint
	for _, r := range s.routes {
		all = append(all, Endpoint{r.method, r.path})
	}
	return all
}

// AddUnasked adds an address whose handler forgets to ask the policy.
func (s *Server) AddUnasked(path string) {
	r := route{method: "POST", path: path, anonymous: true, handle: func(k *call) error {
		return k.answer(200, map[string]string{"secret": "salary"})
	}}
	s.app.Post(path, s.guard(r))
}

// AddWaiting adds an address whose handler says that it began and answers once
// it may go on.
func (s *Server) AddWaiting(path string, began chan<- struct{}, goOn <-chan struct{}) {
	r := route{method: "POST", path: path, anonymous: true, handle: func(k *call) error {
		began <- struct{}{}
		<-goOn
		return s.readSession(k)
	}}
	s.app.Post(path, s.guard(r))
}

// Anonymous tells whether nobody in particular may call an address.
func (s *Server) Anonymous(e Endpoint) bool {
	for _, r := range s.routes {
		if r.method == e.Method && r.path == e.Path {
			return r.anonymous
		}
	}
	return false
}

// DirectoryWords says a problem of the directory in both languages.
func DirectoryWords(code string) (en, zh string) {
	return directoryWords[code]["en"], directoryWords[code]["zh-CN"]
}

// Explains tells whether GET /api/errors has a code among those of places.
func (s *Server) Explains(code string) bool {
	all, err := details()
	return err == nil && all[code] != nil
}
