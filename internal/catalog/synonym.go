package catalog

import (
	"context"
	"slices"
	"strings"

	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Synonyms are words that mean the same to who looks for an item.
type Synonyms struct {
	ID    string   `json:"id,omitempty"`
	Words []string `json:"words"`
}

// SaveSynonyms adds a group, changes the one with its id, or drops it when it has no words.
func (s *Service) SaveSynonyms(tx *storage.Tx, actor org.Actor, g Synonyms) error {
	words := distinct(g.Words)
	if len(words) == 1 || len(words) == 0 && g.ID == "" {
		return fault.New(fault.Invalid, "catalog.synonyms", "一组同义词至少要有两个词。").On("words", "至少两个").Under("CAT-21")
	}
	return keepWithin(tx, actor, "synonyms", g.ID, "CAT-21", words, func(tx *storage.Tx) error {
		if len(words) == 0 {
			_, err := tx.Exec(`DELETE FROM catalog_synonyms WHERE id = $1`, g.ID)
			return err
		}
		if g.ID == "" {
			g.ID = tx.NewID()
		}
		saveSynonyms(tx, g.ID, words)
		return nil
	})
}

// distinct are the words without spaces inside, each once.
func distinct(words []string) []string {
	var out []string
	for _, w := range words {
		if w = strings.Join(strings.Fields(w), ""); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func saveSynonyms(tx *storage.Tx, id string, words []string) {
	tx.Queue(`INSERT INTO catalog_synonyms (id, words) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET words = excluded.words`, id, strings.Join(words, " "))
}

// AllSynonyms lists the groups.
func (s *Service) AllSynonyms(ctx context.Context, actor org.Actor) (out []Synonyms, err error) {
	if !actor.MayAnywhere(org.CatalogView) {
		return nil, org.Forbidden()
	}
	err = s.db.View(ctx, func(tx *storage.Tx) (err error) {
		out, err = synonyms(tx)
		return err
	})
	return out, err
}

func synonyms(tx *storage.Tx) ([]Synonyms, error) {
	out := []Synonyms{}
	err := tx.All(`SELECT id, words FROM catalog_synonyms ORDER BY words, id`, nil, func(scan func(...any) error) error {
		var g Synonyms
		var words string
		err := scan(&g.ID, &words)
		g.Words = strings.Fields(words)
		out = append(out, g)
		return err
	})
	return out, err
}

// asked are the words of a question that say nothing of what is looked for.
var asked = strings.NewReplacer("怎么样", "", "怎么", "", "怎样", "", "如何", "", "我想要", "", "我想", "", "我要", "", "想要", "", "需要", "", "去哪里", "", "去哪", "", "在哪里", "", "在哪", "", "哪里", "",
	"什么材料", "", "哪些材料", "", "什么手续", "", "哪些手续", "", "办理", "", "申办", "", "手续", "", "一下", "", "多少钱", "", "多久", "", "要带", "", "请问", "", "吗", "", "呢", "", "？", "", "?", "")

// readings are the ways to read a query: whole without the words of a question and with each synonym in the place of what
// means the same, the query itself first; and loose, the synonyms alone. Of either there are at most most.
func readings(text string, groups []Synonyms, most int) (whole, loose []string) {
	text = strings.TrimSpace(text)
	if bare := strings.TrimSpace(asked.Replace(text)); bare != "" {
		text = bare
	}
	whole = []string{text}
	add := func(list *[]string, reading string) {
		if len(*list) < most && !slices.Contains(*list, reading) {
			*list = append(*list, reading)
		}
	}
	for _, g := range groups {
		for _, w := range g.Words {
			if !strings.Contains(text, w) {
				continue
			}
			for _, other := range g.Words {
				add(&whole, strings.Replace(text, w, other, 1))
				add(&loose, other)
			}
		}
	}
	return whole, loose
}
