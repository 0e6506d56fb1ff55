package catalog

// Lexicon is every closed list of the catalogue, for pages that choose and show words.
type Lexicon struct {
	Tiers         []Word     `json:"tiers"`
	Statuses      []Word     `json:"statuses"`
	Types         []Word     `json:"types"`
	Classes       []Word     `json:"classes"`
	Audiences     []Word     `json:"audiences"`
	Levels        []Word     `json:"levels"`
	Ranks         []Word     `json:"ranks"`
	Grounds       []Word     `json:"grounds"`
	Units         []Word     `json:"units"`
	Specials      []Word     `json:"specials"`
	Necessities   []Word     `json:"necessities"`
	Sources       []Word     `json:"sources"`
	MaterialKinds []Word     `json:"materialKinds"`
	FieldKinds    []Word     `json:"fieldKinds"`
	Models        []Word     `json:"models"`
	StepKinds     []Word     `json:"stepKinds"`
	Outcomes      []Word     `json:"outcomes"`
	Ways          []Word     `json:"ways"`
	ServiceKinds  []Word     `json:"serviceKinds"`
	ChangeKinds   []Word     `json:"changeKinds"`
	CleanUps      []Word     `json:"cleanUps"`
	Bodies        []Word     `json:"bodies"`
	Rulings       []Word     `json:"rulings"`
	Natures       []Word     `json:"natures"`
	Flags         []Word     `json:"flags"`
	Templates     []Word     `json:"templates"`
	States        []Word     `json:"states"`  // of a change
	Actions       []Word     `json:"actions"` // on a change
	Follows       []Followed `json:"follows"`
}

// Followed tells which kinds of changes may follow from a finding of the clean-up (CAT-12).
type Followed struct {
	Finding string   `json:"finding"`
	Kinds   []string `json:"kinds"`
}

// Words gives all of it.
func Words() Lexicon {
	l := Lexicon{Tiers: Tiers, Statuses: Statuses, Types: Types, Classes: Classes, Audiences: Audiences, Levels: Levels, Ranks: Ranks, Grounds: Grounds, Units: Units, Specials: Specials,
		Necessities: Necessities, Sources: Sources, MaterialKinds: MaterialKinds, FieldKinds: FieldKinds, Models: Models, StepKinds: StepKinds, Outcomes: Outcomes, Ways: Ways, ServiceKinds: ServiceKinds,
		ChangeKinds: ChangeKinds, CleanUps: CleanUps, Bodies: Bodies, Rulings: Rulings, Natures: Natures, Flags: FlagWords, Templates: templateWords()}
	for _, s := range Flow.States {
		l.States = append(l.States, Word{s.Name, s.Label, ""})
	}
	for _, a := range Flow.Actions {
		l.Actions = append(l.Actions, Word{a.Name, a.Label, a.Rule})
	}
	for _, f := range CleanUps {
		l.Follows = append(l.Follows, Followed{f.Key, follows[f.Key]})
	}
	return l
}

func templateWords() []Word {
	out := make([]Word, len(Templates))
	for i, t := range Templates {
		out[i] = Word{t.Key, t.Label, t.Rule}
	}
	return out
}
