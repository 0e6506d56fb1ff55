package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Keyed is the header of a creation that is made once only, however often it is sent. Every creation has it.
type Keyed struct {
	Key string `header:"Idempotency-Key" maxLength:"100" doc:"同一标识只新建一次"`
}

// anybody is who creates something on the public pages. All of them share one room of keys: a page draws its keys at random.
var anybody = org.Actor{ID: casework.Citizen}

// once runs a creation in a transaction, once for each key of a person: sent again, it gives the first answer. The key and
// the creation are committed together. what tells another content under the same key apart. The answer is kept sealed,
// because tickets and the codes of drafts are in some.
func once[O any](ctx context.Context, a *api, who org.Actor, key string, what any, do func(tx *storage.Tx) (O, error)) (out O, err error) {
	digest, err := digestOf(what)
	if err != nil {
		return out, err
	}
	err = a.DB.Update(ctx, func(tx *storage.Tx) error {
		var none O
		out = none
		if key == "" {
			out, err = do(tx)
			return err
		}
		fresh, err := tx.Exec(`INSERT INTO web_once (person_id, key, digest, at) VALUES ($1, $2, $3, $4) ON CONFLICT (person_id, key) DO NOTHING`,
			who.ID, key, digest, tx.Now)
		if err != nil {
			return err
		}
		if fresh == 0 {
			return a.again(tx, who, key, digest, &out)
		}
		if out, err = do(tx); err != nil {
			return err
		}
		answer, err := json.Marshal(out)
		if err != nil {
			return err
		}
		sealed, err := a.Vault.Seal(string(answer), onceContext)
		tx.Queue(`UPDATE web_once SET answer = $1 WHERE person_id = $2 AND key = $3`, sealed, who.ID, key)
		return err
	})
	return out, err
}

const onceContext = "web.once"

func (a *api) again(tx *storage.Tx, who org.Actor, key, digest string, out any) error {
	var was, answer string
	if _, err := tx.One(`SELECT digest, answer FROM web_once WHERE person_id = $1 AND key = $2`, []any{who.ID, key}, &was, &answer); err != nil {
		return err
	}
	if was != digest {
		return fault.New(fault.Conflict, "request.key", "这个提交标识已用于另一次提交，请刷新页面后重新提交。")
	}
	text, err := a.Vault.Open(answer, onceContext)
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), out)
}

func digestOf(what any) (string, error) {
	text, err := json.Marshal(what)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// remembered is for how long a repeated creation is recognised.
const remembered = 24 * time.Hour

func sweepOnce(tx *storage.Tx) {
	tx.Queue(`DELETE FROM web_once WHERE at <= $1`, tx.Now.Add(-remembered))
}
