//go:build linux

package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Manual: https://man7.org/linux/man-pages/man5/proc.5.html

// memory is the proportional set size of a process and of all it started, in MB: shared pages count for each by its share.
func memory(pid int) (float64, error) {
	pids, err := family(pid)
	if err != nil {
		return 0, err
	}
	var sum float64
	for _, p := range pids {
		kb, err := pss(p)
		if err != nil {
			return 0, err
		}
		sum += kb / 1024
	}
	return sum, nil
}

// pss is that of one process in kB.
func pss(pid int) (float64, error) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0, fmt.Errorf("read memory: %w", err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if fields := strings.Fields(lines.Text()); len(fields) > 1 && fields[0] == "Pss:" {
			return strconv.ParseFloat(fields[1], 64)
		}
	}
	return 0, fmt.Errorf("read memory of %d: there is none", pid)
}

// family is a process and all its descendants.
func family(pid int) ([]int, error) {
	entries, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil, err
	}
	children := map[int][]int{}
	for _, e := range entries {
		fields, err := stat(e)
		if err != nil {
			continue // it ended meanwhile
		}
		child, _ := strconv.Atoi(filepath.Base(filepath.Dir(e)))
		parent, _ := strconv.Atoi(fields[1])
		children[parent] = append(children[parent], child)
	}
	all := []int{pid}
	for i := 0; i < len(all); i++ {
		all = append(all, children[all[i]]...)
	}
	return all, nil
}

// stat are the fields of a stat file from the state on.
func stat(path string) ([]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	_, rest, _ := strings.Cut(string(text), ") ") // the name before may hold anything
	return strings.Fields(rest), nil
}

// busy is the time the processor has spent on a process.
func busy(pid int) (time.Duration, error) {
	fields, err := stat(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("read processor time: %w", err)
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	const ticks = 100 // a second, on every Linux there is
	return time.Duration(user+system) * time.Second / ticks, nil
}
