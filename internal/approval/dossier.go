package approval

import (
	"encoding/json"
	"fmt"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/storage"
)

// dossier is what is kept of one application: itself, its record, and what was issued, paid and certified. It is read in
// one trip, with whatever else was asked for.
type dossier struct {
	application  *Application
	events       []audit.Event
	bodies       []casework.Body
	documents    []Document
	fees         []Fee
	accounts     []Account
	certificates []Certificate
	inspections  map[string][]Inspection // by the id of the later check
}

// dossier reads what is kept of a case.
func (s *Service) dossier(tx *storage.Tx, c *casework.Case) (*dossier, error) {
	d := &dossier{documents: []Document{}, fees: []Fee{}, accounts: []Account{}, inspections: map[string][]Inspection{}}
	found := map[string]*Application{}
	askApplications(tx, []string{c.ID}, found)
	audit.AskEvents(tx, c.ID, &d.events)
	tx.Ask(documentColumns+`WHERE application_id = $1 ORDER BY issued_at, id`, []any{c.ID}, documentsTo(&d.documents))
	tx.Ask(feeColumns+`WHERE f.application_id = $1 ORDER BY f.at, f.id`, []any{c.ID}, feesTo(&d.fees))
	tx.Ask(accountColumns+`WHERE e.application_id = $1 ORDER BY e.at, e.id`, []any{c.ID}, accountsTo(&d.accounts))
	tx.Ask(certificateColumns+`WHERE application_id = $1`, []any{c.ID}, certificatesTo(&d.certificates))
	tx.Ask(inspectionColumns+`WHERE application_id = $1 ORDER BY id`, []any{c.ID}, inspectionsTo(d.inspections))
	if err := tx.Gather(); err != nil {
		return nil, err
	}
	if d.application = found[c.ID]; d.application == nil {
		return nil, casework.NoSuchCase()
	}
	if err := s.unseal(tx, d.certificates); err != nil {
		return nil, err
	}
	var err error
	d.bodies, err = casework.Bodies(d.events)
	return d, err
}

// sealedParty is who applied and what he answered, as it is kept.
type sealedParty struct{ id, party, form string }

// askParty asks for it, answered with whatever else was asked for.
func askParty(tx *storage.Tx, id string) *sealedParty {
	p := &sealedParty{id: id}
	tx.Ask(`SELECT party, form FROM application_parties WHERE application_id = $1`, []any{id}, func(scan func(...any) error) error { return scan(&p.party, &p.form) })
	return p
}

// opened opens it; it is empty where nothing is kept.
func (s *Service) opened(sealed *sealedParty) (p Party, form map[string]any, err error) {
	for _, part := range []struct {
		text string
		into any
	}{{sealed.party, &p}, {sealed.form, &form}} {
		if part.text == "" {
			continue
		}
		text, err := s.vault.Open(part.text, sealed.id)
		if err != nil {
			return p, nil, err
		}
		if err := json.Unmarshal([]byte(text), part.into); err != nil {
			return p, nil, fmt.Errorf("approval: sealed party of %s does not parse", sealed.id)
		}
	}
	return p, form, nil
}
