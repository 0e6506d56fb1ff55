package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"sync/atomic"

	"huying/internal/approval"
)

var applicants atomic.Int64

// forwarded is where a request of a citizen comes from: the program counts what each address hands in.
func forwarded(i int64) http.Header {
	return http.Header{"X-Forwarded-For": {fmt.Sprintf("10.%d.%d.%d", i>>16&255, i>>8&255, i&255)}}
}

// submissions measures how many applications citizens hand in over HTTP: each with its form, its papers and two files that
// were sent ahead.
func (b *bencher) submissions(ctx context.Context) error {
	return b.serve(ctx, func(base string) (err error) {
		b.say("%s：提交申请……", b.report.Engine)
		citizens := make([]*benchClient, 8)
		bodies := make([]approval.Submission, len(citizens))
		for i := range citizens {
			citizens[i] = &benchClient{base, &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}}
			sent, err := citizens[i].upload(ctx, fmt.Sprintf("%%PDF-1.4 %d", i))
			if err != nil {
				return err
			}
			bodies[i] = b.town.shelf.answers[0]
			bodies[i].Materials = append([]approval.Handing{}, bodies[i].Materials...)
			for n := range min(2, len(bodies[i].Materials)) {
				bodies[i].Materials[n] = approval.Handing{Code: bodies[i].Materials[n].Code, Sent: []approval.Sent{sent}}
			}
		}
		submit := func(ctx context.Context, i int) error {
			n := applicants.Add(1)
			body := bodies[i]
			body.Party = benchParty(int(n))
			return citizens[i].ask(ctx, http.MethodPost, "/api/applicant/applications", forwarded(n), body, nil)
		}
		b.report.SubmitMany, b.report.OfSubmit, err = b.used(ctx, base, submit)
		return err
	})
}

// upload sends one file ahead.
func (c *benchClient) upload(ctx context.Context, content string) (sent approval.Sent, err error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "材料.pdf")
	if err != nil {
		return sent, err
	}
	if _, err := part.Write([]byte(content)); err != nil {
		return sent, err
	}
	if err := form.Close(); err != nil {
		return sent, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/applicant/uploads", &body)
	if err != nil {
		return sent, err
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	res, err := c.http.Do(req)
	if err != nil {
		return sent, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusCreated {
		err = fmt.Errorf("upload: %s %.200s", res.Status, raw)
	}
	if err != nil {
		return sent, err
	}
	return sent, json.Unmarshal(raw, &sent)
}

// hallQuestions are what is waited for in the service hall and at home.
func (b *bencher) hallQuestions(ctx context.Context, base string) ([]question, error) {
	clerk, err := signIn(ctx, base, "bench-clerk", b.town.password)
	if err != nil {
		return nil, err
	}
	reviewer, err := signIn(ctx, base, "bench-reviewer", b.town.password)
	if err != nil {
		return nil, err
	}
	citizen := &benchClient{base, &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}}
	search := func(words ...string) (paths []string) {
		for _, w := range words {
			paths = append(paths, "/api/citizen/matters?q="+url.QueryEscape(w), "/api/citizen/matters?online=true&audience=individual&q="+url.QueryEscape(w))
		}
		return paths
	}
	const list = "/api/applications?size=50"
	return []question{
		{"office", asked(reviewer, list, list+"&box=review", list+"&box=verify", list+"&sort=changed", list+"&of=items", list+"&of=items&sort=changed", list+"&of=items&states=correcting", list+"&states=reviewing")},
		{"window", asked(clerk, list, list+"&box=accept", list+"&box=deliver", list+"&sort=changed", list+"&of=window", list+"&of=window&states=withdrawn", list+"&overdue=true", list+"&channels=post")},
		{"progress", func(i int) (*benchClient, string, any) {
			return citizen, "/api/applicant/query", b.town.tickets[i%len(b.town.tickets)]
		}},
		{"guide", asked(citizen, append(search("身份证", "开饭店怎么办", "社保卡", "营业执照", "孩子上学", "残疾人补贴", "无此事项", "东街3号公司"), "/api/citizen/matters", "/api/citizen/matters?theme="+url.QueryEscape("开办企业"))...)},
		{"theme", func(int) (*benchClient, string, any) {
			return citizen, "/api/citizen/themes/" + b.town.shelf.theme + "/compile", map[string]any{}
		}},
		{"notice", asked(clerk, "/api/application-documents/"+b.town.paper+"/pdf")},
	}, nil
}

// asked asks for one path after another.
func asked(who *benchClient, paths ...string) func(i int) (*benchClient, string, any) {
	return func(i int) (*benchClient, string, any) { return who, paths[i%len(paths)], nil }
}
