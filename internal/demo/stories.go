package demo

import "huying/internal/calendar"

// story is an application whose fate is fixed, so many working days before the end: whoever tries the city out finds one of
// each kind on the desks.
type story struct {
	item string
	back int
	fate fate
}

var stories = []story{
	{"small_workshop", 1, fate{stop: "accept"}}, {"hygiene_new", 1, fate{stop: "accept", online: true}},
	{"drug_retail", 2, fate{lacks: true, stop: "correct"}}, {"hygiene_new", 3, fate{lacks: true, stop: "correct", online: true}}, {"outdoor_ad", 6, fate{lacks: true, online: true}},
	{"labour_dispatch_new", 4, fate{withdraw: true}}, {"small_workshop", 2, fate{decline: true, stop: "deliver"}}, {"travel_agency", 6, fate{decline: true}},
	{"food_production", 1, fate{stop: "review"}}, {"gas_business", 1, fate{stop: "review"}}, {"vet_drug", 1, fate{stop: "review"}}, {"government_project", 1, fate{stop: "review"}}, {"passport_apply", 1, fate{stop: "review"}}, {"gas_business", 6, fate{stop: "verify"}}, {"sand_mining", 6, fate{stop: "verify"}},
	{"food_production", 3, fate{stop: "check"}}, {"animal_epidemic_condition", 2, fate{stop: "check"}}, {"hotel_licence", 5, fate{}},
	{"drug_retail", 4, fate{stop: "decide"}}, {"device_three", 3, fate{stop: "decide"}}, {"household_change", 5, fate{stop: "decide"}}, {"labour_skill_service", 1, fate{stop: "decide"}},
	{"company_change", 1, fate{stop: "decide"}}, {"licence_reissue", 1, fate{stop: "accept", online: true}}, {"id_card_renew", 2, fate{stop: "decide"}},
	{"lift_addition", 2, fate{stop: "opinion"}}, {"large_event", 1, fate{stop: "opinion"}}, {"large_event", 2, fate{parallel: true}},
	{"kindergarten_establish", 16, fate{mute: true}}, {"kindergarten_establish", 8, fate{mute: true, stop: "deem"}}, {"engineering_planning_permit", 3, fate{mute: true, stop: "deem"}},
	{"rural_homestead", 8, fate{}}, {"subsistence_allowance", 16, fate{}}, {"place_naming", 12, fate{mute: true}},
	{"school_bus", 5, fate{stop: "hand_over"}}, {"dangerous_house", 12, fate{stop: "hand_over"}}, {"passport_apply", 4, fate{online: true}},
	{"water_taking", 10, fate{special: true}}, {"medical_setup", 8, fate{special: true, stop: "special"}}, {"drug_retail", 5, fate{special: true, stop: "special"}}, {"hygiene_new", 9, fate{special: true}},
	{"device_three", 6, fate{extend: "granted", stop: "rule_extension"}}, {"gas_business", 7, fate{extend: "granted", stop: "rule_extension"}}, {"drug_retail", 6, fate{extend: "granted", stop: "tell_extension"}},
	{"metrology_standard", 12, fate{extend: "granted"}}, {"pesticide_sale", 12, fate{extend: "denied"}},
	{"hygiene_renew", 2, fate{tolerate: true, stop: "decide"}}, {"animal_clinic", 5, fate{tolerate: true}},
	{"food_licence_new", 9, fate{commit: true, check: "pass"}}, {"hygiene_new", 14, fate{commit: true, check: "revoke"}}, {"hygiene_change", 13, fate{commit: true, check: "correct"}},
	{"food_licence_new", 3, fate{commit: true, stop: "check"}}, {"drainage", 3, fate{commit: true, stop: "check"}}, {"freight_licence_new", 2, fate{commit: true, stop: "check"}},
	{"entertainment_venue", 13, fate{refuse: true}}, {"small_workshop", 7, fate{refuse: true}}, {"art_troupe", 9, fate{silent: true}}, {"performance", 9, fate{}}, {"plant_quarantine", 4, fate{}},
	{"equipment_operator", 9, fate{late: true, stop: "rule_overdue"}}, {"outdoor_ad", 10, fate{late: true, stop: "rule_overdue"}}, {"waste_service", 14, fate{late: true}},
	{"food_licence_change", 6, fate{stop: "deliver"}}, {"estate_mortgage", 1, fate{stop: "fee"}}, {"driver_licence_renew", 1, fate{stop: "fee", online: true}}, {"publication_retail", 4, fate{stop: "deliver"}}, {"company_establish", 1, fate{agent: "entrusted"}}, {"food_licence_new", 1, fate{hurry: true}},
}

func (h *hall) placeStories() {
	for _, s := range stories {
		f := h.begin(h.shelf.find(s.item))
		f.fate = s.fate
		h.at(h.morning(h.before(s.back)), f.apply)
	}
}

// before is the working day so many before the last, or the first that the city lives.
func (h *hall) before(n int) calendar.Date {
	return max(h.cal.Add(calendar.DateOf(h.until), -n), h.cal.Roll(h.first))
}
