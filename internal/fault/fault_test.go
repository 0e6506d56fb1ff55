package fault

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestFromHidesTheCause(t *testing.T) {
	cause := errors.New("pq: password is hunter2")
	e := From(fmt.Errorf("register: %w", cause))
	if e.Kind != Internal || strings.Contains(e.Message, "hunter2") {
		t.Fatalf("the sentence shows the cause: %+v", e)
	}
	if !errors.Is(e, cause) {
		t.Fatal("the log lost the cause")
	}
}

func TestFromFindsAWrappedRefusal(t *testing.T) {
	want := New(Conflict, "case.stale", "已被他人更新。").Under("GAP-06").On("version", "版本已过期")
	got := From(fmt.Errorf("dispatch: %w", want))
	if got != want || !Is(got, Conflict) || Code(got) != "case.stale" || got.Fields[0].Name != "version" {
		t.Fatalf("got %+v", got)
	}
	if From(nil) != nil || Is(errors.New("x"), Internal) || Code(errors.New("x")) != "" {
		t.Fatal("a plain error was taken for a refusal")
	}
}
