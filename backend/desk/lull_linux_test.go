package desk

import (
	"strings"
	"testing"
)

func TestOnlyPartsOfTheFileNobodyWritesToAreForgotten(t *testing.T) {
	const file = "/opt/parley/parley-desk"
	for line, want := range map[string]struct {
		area   area
		begins bool
	}{
		"00400000-00c4c000 r-xp 00000000 08:01 123 /opt/parley/parley-desk":        {area{0x400000, 0xc4c000}, true},
		"00c4c000-01466000 r--p 0084c000 08:01 123 /opt/parley/parley-desk":        {area{0xc4c000, 0x1466000}, true},
		"01466000-0154e000 rw-p 01066000 08:01 123 /opt/parley/parley-desk":        {area{}, true},
		"7f0000000000-7f0000021000 r--p 00000000 08:01 9 /usr/lib/libc.so":         {area{}, true},
		"c000000000-c000400000 rw-p 00000000 00:00 0":                              {area{}, true},
		"00400000-00c4c000 r-xp 00000000 08:01 123 /opt/parley/parley-desk (gone)": {area{}, true},
		"Anonymous:             0 kB":                                              {area{}, false},
		"VmFlags: rd ex mr mw me":                                                  {area{}, false},
	} {
		if a, begins := readArea(strings.Fields(line), file); a != want.area || begins != want.begins {
			t.Errorf("%q is %x, %v; want %x, %v", line, a, begins, want.area, want.begins)
		}
	}
}

func TestTheProgramLivesOnAfterForgetting(t *testing.T) {
	for range 3 {
		if err := forgetProgram(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(strings.ToUpper("still here"), "HERE") {
			t.Fatal("it does not")
		}
	}
}
