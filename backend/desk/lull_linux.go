package desk

import (
	"bufio"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Manual: https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html and https://man7.org/linux/man-pages/man2/madvise.2.html

// forgetProgram lets go of the pages of this program's file that only the start needed: the system maps generously while a program starts, most of the
// file in the end, and takes nothing back while there is room. What is needed again comes from the file.
func forgetProgram() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return err
	}
	defer f.Close()
	var current area
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if a, begins := readArea(fields, self); begins {
			current = a
			continue
		}
		// Pages that were written to are no longer those of the file, and would be lost.
		if current != (area{}) && len(fields) > 1 && fields[0] == "Anonymous:" && fields[1] == "0" {
			if err := current.forget(); err != nil {
				return err
			}
		}
	}
	return nil
}

// area is a part of memory.
type area struct{ begin, end uintptr }

// readArea reads the first line about an area, which begins with its addresses. It is empty unless it shows the file and nobody can write to it.
func readArea(fields []string, file string) (a area, begins bool) {
	if len(fields) < 5 {
		return area{}, false
	}
	from, to, _ := strings.Cut(fields[0], "-")
	begin, beginErr := strconv.ParseUint(from, 16, 64)
	end, endErr := strconv.ParseUint(to, 16, 64)
	if beginErr != nil || endErr != nil {
		return area{}, false
	}
	if len(fields) != 6 || fields[5] != file || strings.Contains(fields[1], "w") {
		return area{}, true
	}
	return area{uintptr(begin), uintptr(end)}, true
}

func (a area) forget() error {
	if _, _, err := unix.Syscall(unix.SYS_MADVISE, a.begin, a.end-a.begin, unix.MADV_DONTNEED); err != 0 {
		return os.NewSyscallError("madvise", err)
	}
	return nil
}
