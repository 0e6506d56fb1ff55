package textindex

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/clock"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// Hits in several stretches come newest first and none twice, page by page, also of texts that were put anew.
func TestStretchesAreOneRow(t *testing.T) {
	db, _ := storagetest.Postgres(t)
	var want []string
	update(t, db, func(tx *storage.Tx) error {
		for i := range 12 { // two to a stretch, with empty stretches between
			if i%2 == 0 {
				tx.Queue(`SELECT setval('search_doc_n_seq', $1)`, i*stretch+stretch-1)
			}
			text := "路灯不亮"
			if i%3 == 0 {
				text = "井盖破损"
			} else {
				want = append(want, strconv.Itoa(i))
			}
			Put(tx, "order", strconv.Itoa(i), text)
		}
		Put(tx, "order", "1", "路灯损坏")
		tx.Queue(`SELECT setval('search_doc_n_seq', $1)`, 20*stretch)
		for i := range recent { // the newest hold none
			Put(tx, "order", fmt.Sprint("new", i), "停水")
		}
		return nil
	})
	slices.Reverse(want)
	if diff := cmp.Diff(want, find(t, db, Search{Text: "路灯"})); diff != "" {
		t.Error(diff)
	}
	var paged []string
	after := int64(0)
	for range want {
		update(t, db, func(tx *storage.Tx) error {
			hits, err := Find(tx, Search{Kind: "order", Text: "路灯", Limit: 1, After: after})
			if len(hits) == 1 {
				paged, after = append(paged, hits[0].ID), hits[0].N
			}
			return err
		})
	}
	if diff := cmp.Diff(want, paged); diff != "" {
		t.Error("page by page: " + diff)
	}
}

// However many texts of another kind lie between those of one, a search reads past none of them.
func TestTextsOfOtherKindsArePassedOver(t *testing.T) {
	db, _ := storagetest.Postgres(t)
	update(t, db, func(tx *storage.Tx) error {
		Put(tx, "order", "old", "欧阙桥栏杆")
		tx.Queue(`SELECT setval('search_doc_n_seq', $1)`, 60*stretch)
		for i := range recent {
			Put(tx, "task", fmt.Sprint("other", i), "停水")
		}
		Put(tx, "order", "new", "停水")
		return nil
	})
	before := db.Work().Trips
	if got := find(t, db, Search{Text: "阙桥"}); !slices.Equal(got, []string{"old"}) {
		t.Errorf("%v found", got)
	}
	if n := db.Work().Trips - before; n > 6 {
		t.Errorf("it took %d trips", n)
	}
}

// What is found among few is what is found without knowing that they are few.
func TestAmongFewFindsTheSame(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		update(t, db, func(tx *storage.Tx) error {
			for i := range 40 {
				id := fmt.Sprintf("c%02d", i)
				Put(tx, "order", id, []string{"电梯故障", "道路积水", "电梯 积水"}[i%3])
				Put(tx, "task", id, "电梯故障")
				tx.Queue(`INSERT INTO serials (series, last) VALUES ($1, $2)`, id, i%4)
			}
			return nil
		})
		for _, text := range []string{"电梯", "积水", "电", "电梯 积水", "无"} {
			for _, after := range []int64{0, 30} {
				plain := Search{Text: text, Limit: 5, After: after, From: "serials c", ID: "c.series", Where: []string{"c.last = $1"}, Args: []any{2}}
				few := plain
				few.Among = func(args *[]any) string {
					*args = append(*args, 2)
					return fmt.Sprintf(`SELECT series AS id FROM serials WHERE last = $%d UNION ALL SELECT series FROM serials WHERE last = 2`, len(*args))
				}
				if diff := cmp.Diff(find(t, db, plain), find(t, db, few)); diff != "" {
					t.Errorf("%s after %d: %s", text, after, diff)
				}
			}
		}
	})
}
