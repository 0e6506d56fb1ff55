package demo

import "testing"

// Who tries the public page out finds something to correct, something that stands still and something delivered.
func checkTickets(t *testing.T, s Services, tickets []Ticket) {
	t.Helper()
	if len(tickets) != len(standings) {
		t.Errorf("tickets to try: %v", tickets)
	}
	for i, ticket := range tickets {
		v, err := s.Approval.Query(ctx, ticket.Number, ticket.Code)
		if err != nil {
			t.Fatal(err)
		}
		if v.State != standings[i].state {
			t.Errorf("%s is %s", ticket.What, v.StateLabel)
		}
	}
}
