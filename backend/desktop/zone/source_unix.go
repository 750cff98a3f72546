//go:build unix

package zone

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Specification: https://man7.org/linux/man-pages/man5/localtime.5.html and https://man7.org/linux/man-pages/man3/tzset.3.html. What Go makes of the
// two as a program starts is followed here.

const (
	systemFile = "/etc/localtime"
	zoneFiles  = "/usr/share/zoneinfo"
)

// Source looks where the system says its zone. One goroutine owns it.
type Source struct {
	file string // that says the zone; empty where the environment names one, which holds as long as this program runs
	link string // what the file was a link to
	data []byte
	zone Zone
}

// Open looks for the first time.
func Open() *Source {
	tz, set := os.LookupEnv("TZ")
	return open(tz, set)
}

func open(tz string, set bool) *Source {
	s := &Source{zone: Zone{Location: time.Local}}
	switch path := strings.TrimPrefix(tz, ":"); {
	case !set:
		s.file = systemFile
	case filepath.IsAbs(path):
		s.file = path
	default:
		s.zone.Name = time.Local.String()
	}
	return s
}

// Zone returns the zone of now. One that cannot be read, as while it is being replaced, is the one before.
func (s *Source) Zone() Zone {
	if s.file == "" {
		return s.zone
	}
	link, _ := os.Readlink(s.file) // or it is none
	data, err := os.ReadFile(s.file)
	if err != nil || link == s.link && bytes.Equal(data, s.data) {
		return s.zone
	}
	name := nameOf(data, s.file, link)
	location, err := time.LoadLocationFromTZData(name, data)
	if err != nil {
		return s.zone
	}
	s.link, s.data, s.zone = link, data, Zone{Location: location, Name: name}
	return s.zone
}

// nameOf finds the name of the zone in a file: by a path that leads there, or else by which of the system's files it is a copy of. The first step of
// a link counts, which is what the person chose: the system may have made its file of Stockholm a link to that of Berlin.
func nameOf(data []byte, paths ...string) string {
	for _, path := range paths {
		if _, name, ok := strings.Cut(path, "/zoneinfo/"); ok {
			name = strings.TrimPrefix(name, "posix/")
			if _, err := time.LoadLocation(name); err == nil {
				return name
			}
		}
	}
	for _, name := range names() {
		if of, err := os.ReadFile(filepath.Join(zoneFiles, name)); err == nil && bytes.Equal(of, data) {
			return name
		}
	}
	return ""
}

// names are the zones to choose from, without the many old and other names for them: first the one that some systems write down beside the copy.
func names() []string {
	said, _ := os.ReadFile("/etc/timezone")
	list := []string{strings.TrimSpace(string(said)), "UTC"}
	table, _ := os.ReadFile(filepath.Join(zoneFiles, "zone1970.tab"))
	for line := range strings.Lines(string(table)) {
		if fields := strings.Fields(line); len(fields) > 2 && !strings.HasPrefix(line, "#") {
			list = append(list, fields[2])
		}
	}
	return list
}
