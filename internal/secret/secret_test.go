package secret

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func keeper(t testing.TB, c Cipher) *Keeper {
	t.Helper()
	k, err := Open(Options{Dir: t.TempDir(), Cipher: c})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestOpenGivesBackWhatWasSealed(t *testing.T) {
	for _, c := range []Cipher{AES, SM4} {
		k := keeper(t, c)
		rapid.Check(t, func(t *rapid.T) {
			plain, context := rapid.String().Draw(t, "plain"), rapid.String().Draw(t, "context")
			sealed, err := k.Seal(plain, context)
			if err != nil {
				t.Fatal(err)
			}
			if opened, err := k.Open(sealed, context); err != nil || opened != plain {
				t.Fatalf("%q came back as %q: %v", plain, opened, err)
			}
			if plain != "" {
				again, _ := k.Seal(plain, context)
				if again == sealed {
					t.Fatal("two seals of one value are equal")
				}
				if _, err := k.Open(sealed, context+"x"); err == nil {
					t.Fatal("it opened in another place")
				}
			}
		})
	}
}

func TestAnyChangedCharacterIsNoticed(t *testing.T) {
	for _, c := range []Cipher{AES, SM4} {
		k := keeper(t, c)
		sealed, err := k.Seal("13812345678", "a")
		if err != nil {
			t.Fatal(err)
		}
		for i := range sealed {
			changed := []byte(sealed)
			changed[i] ^= 1
			if plain, err := k.Open(string(changed), "a"); err == nil {
				t.Errorf("character %d changed, and it opened as %q", i, plain)
			}
		}
		for _, text := range []string{"k1", "k1.", "k1.AAAA", ".", "13812345678"} {
			if _, err := k.Open(text, "a"); err == nil {
				t.Errorf("%q opened", text)
			}
		}
	}
}

func TestKeysOutliveTheProcessAndRotation(t *testing.T) {
	dir := t.TempDir()
	first, err := Open(Options{Dir: dir, Cipher: AES})
	if err != nil {
		t.Fatal(err)
	}
	old, _ := first.Seal("旧", "a")
	signed, _ := first.Sign([]byte("digest"))
	index := first.Index(Phone, "13812345678")

	second, err := Open(Options{Dir: dir, Cipher: SM4}) // another cipher is asked for: a key is added
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Rotate(SM4); err != nil {
		t.Fatal(err)
	}
	third, err := Open(Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	young, _ := third.Seal("新", "a")
	if !strings.HasPrefix(old, "k1.") || !strings.HasPrefix(young, "k3.") {
		t.Errorf("keys used: %q, %q", old[:3], young[:3])
	}
	for sealed, want := range map[string]string{old: "旧", young: "新"} {
		if plain, err := third.Open(sealed, "a"); err != nil || plain != want {
			t.Errorf("%s opened as %q: %v", want, plain, err)
		}
	}
	if !third.Verify([]byte("digest"), signed) {
		t.Error("a signature of the first key is not known any more")
	}
	if third.Index(Phone, "13812345678") != index {
		t.Error("the blind index changed with the keys")
	}
}

func TestKeyFileIsForItsOwnerOnly(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(Options{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, KeyFile)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Options{Dir: dir}); err == nil || !strings.Contains(err.Error(), "0600") {
		t.Errorf("a key file that others can read was taken: %v", err)
	}
}

func TestDamagedKeyFileIsRefusedAndNotReplaced(t *testing.T) {
	for _, text := range []string{"", "{}", `{"seal":[{"id":"k1","cipher":"sm4-gcm","key":"00"}],"sign":[{"id":"k1","key":"00"}],"index":"00"}`} {
		dir := t.TempDir()
		path := filepath.Join(dir, KeyFile)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(Options{Dir: dir}); err == nil {
			t.Errorf("%q was taken for a key file", text)
		}
		if kept, _ := os.ReadFile(path); string(kept) != text {
			t.Errorf("%q was replaced", text)
		}
	}
}

func TestStartsAtTheSameTimeAgreeOnTheKeys(t *testing.T) {
	dir := t.TempDir()
	indexes := make([]string, 8)
	var all sync.WaitGroup
	for i := range indexes {
		all.Go(func() {
			k, err := Open(Options{Dir: dir})
			if err != nil {
				t.Error(err)
				return
			}
			indexes[i] = k.Index(Phone, "1")
		})
	}
	all.Wait()
	for _, index := range indexes {
		if index != indexes[0] {
			t.Fatal("two starts have different keys")
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
		t.Errorf("files left: %v", left)
	}
}

func TestIndexFindsEveryWritingOfANumber(t *testing.T) {
	k := keeper(t, SM4)
	same := []struct {
		kind   Kind
		values []string
	}{
		{Phone, []string{"13812345678", "+86 138-1234-5678", "0086 13812345678", "8613812345678", "１３８１２３４５６７８"}},
		{Phone, []string{"0817-2345678", "08172345678", "+86 817 2345678", "（0817）2345678"}},
		{Phone, []string{"86123456"}},
		{Identity, []string{"11010519491231002X", "11010519491231002x", " 110105 19491231 002Ｘ"}},
	}
	seen := map[string]bool{}
	for _, s := range same {
		want := k.Index(s.kind, s.values[0])
		if seen[want] {
			t.Errorf("%s collides", s.values[0])
		}
		seen[want] = true
		for _, v := range s.values {
			if got := k.Index(s.kind, v); got != want {
				t.Errorf("%s %q is not found as %q", s.kind, v, s.values[0])
			}
		}
	}
	if k.Index(Phone, "13812345678") == k.Index(Identity, "13812345678") {
		t.Error("the kind does not enter the index")
	}
	if k.Index(Phone, "13812345678") == keeper(t, SM4).Index(Phone, "13812345678") {
		t.Error("the key does not enter the index")
	}
	if got := k.Index(Phone, " - "); got != "" {
		t.Errorf("nothing has the index %q", got)
	}
}

func TestMasks(t *testing.T) {
	for _, c := range []struct {
		mask       func(string) string
		give, want string
	}{
		{MaskPhone, "13812345678", "138****5678"},
		{MaskPhone, "0817-2345678", "081*****5678"},
		{MaskPhone, "2345678", "*****78"},
		{MaskPhone, "12345", "*****"},
		{MaskPhone, "", ""},
		{MaskName, "张三", "张*"},
		{MaskName, "欧阳春晓", "欧***"},
		{MaskName, "张", "*"},
		{MaskName, "", ""},
		{MaskName, "𠮷田", "𠮷*"},
		{MaskID, "11010519491231002X", "110***********002X"},
		{MaskID, "E12345678", "*******78"},
		{MaskID, "123", "***"},
	} {
		if got := c.mask(c.give); got != c.want {
			t.Errorf("%q is masked as %q, not %q", c.give, got, c.want)
		}
	}
}

func TestMasksHideMostOfAnyValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringMatching(`[0-9A-Z张三]{1,24}`).Draw(t, "value")
		for _, masked := range []string{MaskPhone(value), MaskName(value), MaskID(value)} {
			n := len([]rune(value))
			if len([]rune(masked)) != n || strings.Count(masked, "*") < (n+2)/3 {
				t.Fatalf("%q is masked as %q", value, masked)
			}
		}
	})
}
