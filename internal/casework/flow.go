package casework

import (
	"fmt"
	"strings"

	"huying/internal/org"
)

// Two permissions that nobody is granted. System marks what the program does by itself; Public what a citizen does on
// his own case, where the area checks the query code.
const (
	System org.Permission = "system"
	Public org.Permission = "public"
)

// Flow is the life of one kind of case, as a table: its states and the actions that lead from one to another. View is the
// permission to see a case; to anybody who neither has it nor may act, the case does not exist. Stake names who has a part
// in a case beside whose turn it is; the zero value is nobody.
type Flow struct {
	Name    string // "hotline.order"
	Label   string // 热线工单
	View    org.Permission
	Stake   Stake
	States  []State  // the first is not necessarily where a case begins: see Open actions
	Actions []Action // every action names who may do it
}

// State is a place in a flow. A Final state wants no more work: the case is closed, and nothing leads out of it. What is
// found of it afterwards may still be noted by an action that leaves the state as it is. Meter names the meter
// by whose end somebody must act in this state; while it runs, lists are sorted by it and it says whether the case is late.
// Without one it is the nearest end of those that run.
type State struct {
	Name  string
	Label string
	Final bool
	Meter string
}

// Action is a verb of the flow. An action without From opens the case. An action without To leaves the state as it is;
// one with several lets the area choose.
type Action struct {
	Name  string
	Label string
	From  []string
	To    []string
	By    org.Permission
	Rule  string // the rule id or article it rests on
}

// State gives a state by its name, or nil.
func (f *Flow) State(name string) *State {
	for i := range f.States {
		if f.States[i].Name == name {
			return &f.States[i]
		}
	}
	return nil
}

// Action gives an action by its name, or nil.
func (f *Flow) Action(name string) *Action {
	for i := range f.Actions {
		if f.Actions[i].Name == name {
			return &f.Actions[i]
		}
	}
	return nil
}

// Opens reports whether the action begins a case.
func (a *Action) Opens() bool { return len(a.From) == 0 }

// Allowed reports whether the action may be done in the state.
func (a *Action) Allowed(state string) bool {
	for _, s := range a.From {
		if s == state {
			return true
		}
	}
	return false
}

// Check reports what is unsound: unknown or twice-named states and actions, an action nobody may do, a state that
// cannot be reached, a state that is not final and that no action leaves, an action that leaves a final state.
func (f *Flow) Check() error {
	seen := map[string]bool{}
	for _, s := range f.States {
		if seen[s.Name] || s.Label == "" {
			return fmt.Errorf("flow %s: state %q is named twice or has no label", f.Name, s.Name)
		}
		seen[s.Name] = true
	}
	actions := map[string]bool{}
	leaves := map[string]bool{}
	for _, a := range f.Actions {
		if actions[a.Name] || a.Label == "" || a.By == "" {
			return fmt.Errorf("flow %s: action %q is named twice, or has no label or nobody who may do it", f.Name, a.Name)
		}
		actions[a.Name] = true
		if a.Opens() && len(a.To) == 0 {
			return fmt.Errorf("flow %s: action %q opens a case nowhere", f.Name, a.Name)
		}
		for _, s := range append(append([]string{}, a.From...), a.To...) {
			if !seen[s] {
				return fmt.Errorf("flow %s: action %q names the unknown state %q", f.Name, a.Name, s)
			}
		}
		for _, from := range a.From {
			if f.State(from).Final && len(a.To) > 0 {
				return fmt.Errorf("flow %s: action %q leaves the final state %q", f.Name, a.Name, from)
			}
			for _, to := range a.To {
				leaves[from] = leaves[from] || to != from
			}
		}
	}
	return f.checkReach(leaves)
}

func (f *Flow) checkReach(leaves map[string]bool) error {
	reached := map[string]bool{}
	for grew := true; grew; {
		grew = false
		for _, a := range f.Actions {
			if !a.Opens() && !anyReached(reached, a.From) {
				continue
			}
			for _, to := range a.To {
				grew = grew || !reached[to]
				reached[to] = true
			}
		}
	}
	for _, s := range f.States {
		if !reached[s.Name] {
			return fmt.Errorf("flow %s: state %q cannot be reached", f.Name, s.Name)
		}
		if !s.Final && !leaves[s.Name] {
			return fmt.Errorf("flow %s: state %q is a dead end", f.Name, s.Name)
		}
	}
	return nil
}

func anyReached(reached map[string]bool, states []string) bool {
	for _, s := range states {
		if reached[s] {
			return true
		}
	}
	return false
}

// Mermaid draws the flow as a Mermaid state diagram, the same text for the same flow. Actions that lead from one state to
// the same other share a line; those that leave the state as it is are not drawn, they would hide the rest.
func (f *Flow) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, s := range f.States {
		fmt.Fprintf(&b, "  %s : %s\n", s.Name, s.Label)
	}
	var edges []string
	labels := map[string][]string{}
	for _, a := range f.Actions {
		from := a.From
		if a.Opens() {
			from = []string{"[*]"}
		}
		for _, s := range from {
			for _, to := range a.To {
				edge := s + " --> " + to
				if labels[edge] == nil {
					edges = append(edges, edge)
				}
				labels[edge] = append(labels[edge], a.Label)
			}
		}
	}
	for _, edge := range edges {
		fmt.Fprintf(&b, "  %s : %s\n", edge, strings.Join(labels[edge], "、"))
	}
	for _, s := range f.States {
		if s.Final {
			fmt.Fprintf(&b, "  %s --> [*]\n", s.Name)
		}
	}
	return b.String()
}
