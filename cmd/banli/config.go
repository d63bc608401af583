package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// config is what a server can be told.
type config struct {
	Listen    string
	Data      string
	MongoDB   string
	Policies  string
	PublicURL string
	Calendar  string
	KeyFile   string
	Demo      bool
	Workers   int
	// PersonRate and AddressRate are requests a second.
	PersonRate, AddressRate float64
	Proxies                 string
	WebhookAllow            string
}

// readConfig takes each setting from the flags, else from the environment
// variable BANLI_NAME, else from the YAML file, else its default. Unknown
// keys are refused wherever they stand.
func readConfig(args, environ []string, stderr io.Writer) (config, error) {
	var c config
	flags := flag.NewFlagSet("banli serve", flag.ContinueOnError)
	flags.SetOutput(stderr)
	file := flags.String("config", "", "read settings from this YAML `file`; its keys are the flags' names")
	flags.StringVar(&c.Listen, "listen", "127.0.0.1:8080", "`address` to listen on")
	flags.StringVar(&c.Data, "data", "data", "`folder` of the embedded store, or, with --mongodb-uri, of this server's own files")
	flags.StringVar(&c.MongoDB, "mongodb-uri", "", "`URI` of the MongoDB replica set that keeps the documents in place of the embedded store, such as mongodb://USER:PASSWORD@HOST/banli?replicaSet=NAME; better given as BANLI_MONGODB_URI, which others on the machine cannot see")
	flags.StringVar(&c.Policies, "policies", "", "`path` of a policy folder or bundle that replaces the default policy")
	flags.StringVar(&c.PublicURL, "public-url", "", "`address` that people use, such as https://oa.example.com")
	flags.StringVar(&c.Calendar, "calendar", "", "`file` with the site's time zone, weekend and holidays, in place of those that the company's settings choose")
	flags.StringVar(&c.KeyFile, "key-file", "", "`file` with the master key that seals what the store must not show, the same for all nodes on one store; master.key in the data folder by default, made at the first start")
	flags.BoolVar(&c.Demo, "demo", false, "load demo people and let anybody enter as them; loopback addresses only")
	flags.IntVar(&c.Workers, "script-workers", 2, "`processes` that run scripts that have proved quick; half as many run the others")
	flags.Float64Var(&c.PersonRate, "person-rate", 100, "`requests` a second that one person may send, with bursts of four times as many")
	flags.Float64Var(&c.AddressRate, "address-rate", 50, "`requests` a second from one address for which nobody is signed in, with bursts of ten times as many")
	flags.StringVar(&c.Proxies, "trusted-proxies", "", "`addresses` or networks of reverse proxies, with commas; their X-Forwarded headers are believed")
	flags.StringVar(&c.WebhookAllow, "webhook-allow", "", "`addresses` or networks, with commas, that webhooks may call beside those of the internet, such as 10.1.0.0/16")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return c, err
		}
		return c, &usageError{err.Error()}
	}
	if flags.NArg() > 0 {
		return c, &usageError{fmt.Sprintf("serve takes no argument, got %q", flags.Arg(0))}
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if err := fromEnvironment(flags, environ, given); err != nil {
		return c, err
	}
	if *file != "" {
		if err := fromFile(flags, *file, given); err != nil {
			return c, err
		}
	}
	return c, c.check()
}

// place is where the server keeps its documents.
func (c config) place() place { return place{Data: c.Data, MongoDB: c.MongoDB} }

const envPrefix = "BANLI_"

func fromEnvironment(flags *flag.FlagSet, environ []string, given map[string]bool) error {
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		key, ours := strings.CutPrefix(name, envPrefix)
		if !ours || strings.HasPrefix(key, "TEST_") {
			continue
		}
		flagName := strings.ReplaceAll(strings.ToLower(key), "_", "-")
		if flags.Lookup(flagName) == nil {
			return &usageError{fmt.Sprintf("the environment variable %s is no setting of banli", name)}
		}
		if given[flagName] {
			continue
		}
		if err := flags.Set(flagName, value); err != nil {
			return &usageError{fmt.Sprintf("the environment variable %s: %v", name, err)}
		}
		given[flagName] = true
	}
	return nil
}

func fromFile(flags *flag.FlagSet, path string, given map[string]bool) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading the configuration: %w", err)
	}
	var settings map[string]string
	if err := yaml.Unmarshal(text, &settings); err != nil {
		return &usageError{fmt.Sprintf("%s: %v", path, err)}
	}
	for key, value := range settings {
		if flags.Lookup(key) == nil || key == "config" {
			return &usageError{fmt.Sprintf("%s: %q is no setting of banli", path, key)}
		}
		if given[key] {
			continue
		}
		if err := flags.Set(key, value); err != nil {
			return &usageError{fmt.Sprintf("%s: %s: %v", path, key, err)}
		}
	}
	return nil
}

func (c config) check() error {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return &usageError{fmt.Sprintf("--listen %q is not an address such as 127.0.0.1:8080", c.Listen)}
	}
	if c.Demo && !loopback(host) {
		return &usageError{fmt.Sprintf("--demo lets anybody enter as anyone, so it listens on a loopback address only, not on %q", c.Listen)}
	}
	if c.PublicURL != "" {
		u, err := url.Parse(c.PublicURL)
		if err != nil || !slices.Contains([]string{"http", "https"}, u.Scheme) || u.Host == "" || strings.Trim(u.Path, "/") != "" {
			return &usageError{fmt.Sprintf("--public-url %q is not an address such as https://oa.example.com", c.PublicURL)}
		}
	}
	for setting, list := range map[string]string{"trusted-proxies": c.Proxies, "webhook-allow": c.WebhookAllow} {
		if _, err := readNetworks(setting, list); err != nil {
			return err
		}
	}
	if c.PersonRate < 1 || c.AddressRate < 1 {
		return &usageError{"--person-rate and --address-rate must be at least 1"}
	}
	if c.Workers < 1 || c.Workers > 64 {
		return &usageError{"--script-workers must be between 1 and 64"}
	}
	return nil
}

// readNetworks reads a setting such as "10.0.0.0/8, 192.168.1.4".
func readNetworks(setting, list string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for text := range strings.SplitSeq(list, ",") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if ip, err := netip.ParseAddr(text); err == nil {
			all = append(all, netip.PrefixFrom(ip, ip.BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, &usageError{fmt.Sprintf("--%s: %q is no address or network such as 10.0.0.0/8", setting, text)}
		}
		all = append(all, prefix)
	}
	return all, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
