package demo

import "testing"

// Who tries the public page out finds something to correct, something that stands still and something delivered, and two orders.
func checkTickets(t *testing.T, s Services, tickets []Ticket) {
	t.Helper()
	if len(tickets) != len(standings)+len(orderStandings) {
		t.Fatalf("tickets to try: %v", tickets)
	}
	for i, ticket := range tickets[len(standings):] {
		v, err := s.Hotline.Query(ctx, ticket.Number, ticket.Code)
		if err != nil {
			t.Fatal(err)
		}
		if v.State != orderStandings[i].state {
			t.Errorf("%s is %s", ticket.What, v.StateLabel)
		}
	}
	for i, ticket := range tickets[:len(standings)] {
		v, err := s.Approval.Query(ctx, ticket.Number, ticket.Code)
		if err != nil {
			t.Fatal(err)
		}
		if v.State != standings[i].state {
			t.Errorf("%s is %s", ticket.What, v.StateLabel)
		}
	}
}
