package desk

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheListOfTheSystemIsRead(t *testing.T) {
	list := "(\n    \"de-DE\",\n    en,\n    \"zh-Hans-CH\"\n)\n"
	if diff := cmp.Diff([]string{"de-DE", "en", "zh-Hans-CH"}, parseLocales(list)); diff != "" {
		t.Errorf("locales (-want +got):\n%s", diff)
	}
}
