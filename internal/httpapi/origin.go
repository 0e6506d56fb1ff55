package httpapi

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net"
	"net/http"
	"strings"
)

// origin is what is known of a request before anybody looks into it.
type origin struct {
	id        string // of the request, for the log and the person who reports a fault
	address   string // where it comes from, without the port
	secure    bool   // it came over https
	host      string // the name under which we were asked
	token     string // the value of the session cookie
	operation string // set once the operation is known
}

type originKey struct{}

func originOf(ctx context.Context) *origin {
	if o, ok := ctx.Value(originKey{}).(*origin); ok {
		return o
	}
	return &origin{}
}

func (a *api) originate(r *http.Request) *origin {
	o := &origin{id: newRequestID(), address: host(r.RemoteAddr), secure: r.TLS != nil, host: r.Host}
	if a.BehindProxy {
		// The last entry is the one that our own proxy added; those before it are the client's word.
		if hops := r.Header.Values("X-Forwarded-For"); len(hops) > 0 {
			all := strings.Split(hops[len(hops)-1], ",")
			o.address = strings.TrimSpace(all[len(all)-1])
		}
		o.secure = o.secure || r.Header.Get("X-Forwarded-Proto") == "https"
	}
	if c, err := r.Cookie(cookieName(o.secure)); err == nil {
		o.token = c.Value
	}
	return o
}

// site is the address of the public pages, as it was asked for.
func (o *origin) site() string {
	if o.secure {
		return "https://" + o.host
	}
	return "http://" + o.host
}

func host(address string) string {
	h, _, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return h
}

func newRequestID() string {
	var b [8]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
