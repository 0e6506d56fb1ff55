package org_test

import (
	"slices"
	"strings"
	"testing"

	"huying/internal/org"
)

func TestEveryPermissionHasALabelAndSomebodyWhoHoldsIt(t *testing.T) {
	for _, group := range org.PermissionGroups() {
		if group.Title == "" {
			t.Error("a group without a heading")
		}
		for _, row := range group.Rows {
			if row.Label == "" || len(row.Roles) == 0 || !strings.Contains(string(row.Permission), ".") {
				t.Errorf("%+v", row)
			}
			for _, role := range row.Roles {
				if !role.Holds(row.Permission) {
					t.Errorf("%s does not hold %s", role, row.Permission)
				}
			}
		}
	}
}

func TestEveryRoleHasANameASentenceAndAUse(t *testing.T) {
	for _, info := range org.Roles() {
		if info.Name == "" || !strings.HasSuffix(info.Does, "。") || len(info.Role.Permissions()) == 0 {
			t.Errorf("%+v", info)
		}
	}
	if got := org.Inspector.Info().Alias; got != "监督室人员" {
		t.Errorf("GAP-09: the alias is %q", got)
	}
}

// HOT-20, HOT-33, HOT-62 and HOT-30: distinct accounts with distinct rights.
func TestRightsFollowTheRules(t *testing.T) {
	for _, c := range []struct {
		rule string
		role org.Role
		p    org.Permission
		want bool
	}{
		{"HOT-20", org.Handler, org.OrderReply, true},
		{"HOT-20", org.Leader, org.OrderReply, false},
		{"HOT-27", org.Revisitor, org.OrderArchive, true},
		{"HOT-30", org.Legal, org.OrderReviewLegal, true},
		{"HOT-30", org.Handler, org.OrderReviewLegal, false},
		{"HOT-33", org.Inspector, org.OrderView, true},
		{"HOT-54", org.Inspector, org.OrderNotice, true},
		{"HOT-62", org.Arbiter, org.OrderExtendApprove, true},
		{"HOT-62", org.Handler, org.OrderExtendApprove, false},
		{"HOT-68", org.Arbiter, org.OrderRedo, true},
		{"HOT-68", org.Revisitor, org.OrderRedo, false},
		{"HOT-86", org.Head, org.OrderReassign, true},
		{"DUTY-01", org.DutyLeader, org.OrderEmergencyConsent, true},
		{"DUTY-01", org.Duty, org.OrderEmergencyConsent, false},
		{"DUTY-01", org.Duty, org.OrderSign, true},
		{"", org.Admin, org.OrderView, false},
		{"", org.Admin, org.AuditView, false},
		{"", org.Auditor, org.AdminPeople, false},
	} {
		if got := c.role.Holds(c.p); got != c.want {
			t.Errorf("%s: %s %s: %v", c.rule, c.role, c.p, got)
		}
	}
}

func TestAMistakenDeclarationStopsTheProgram(t *testing.T) {
	for name, row := range map[string]org.PermissionDef{
		"twice":        {Permission: org.OrderView, Label: "x", Roles: []org.Role{org.Head}},
		"unknown role": {Permission: "x.y", Label: "x", Roles: []org.Role{"king"}},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: accepted", name)
				}
			}()
			org.Declare("测试", row)
		}()
	}
	if slices.ContainsFunc(org.PermissionGroups(), func(g org.PermissionGroup) bool { return g.Title == "测试" }) {
		t.Error("a refused group is listed")
	}
}
