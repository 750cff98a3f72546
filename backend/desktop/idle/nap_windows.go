package idle

import (
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// API: https://learn.microsoft.com/windows/win32/api/realtimeapiset/nf-realtimeapiset-queryinterrupttime and …-queryunbiasedinterrupttime.
// Of the two clocks, which nobody can set, the first goes on during sleep.

var (
	kernel32           = windows.NewLazySystemDLL("kernel32.dll")
	queryUnbiasedTime  = kernel32.NewProc("QueryUnbiasedInterruptTime")
	queryInterruptTime = windows.NewLazySystemDLL("kernelbase.dll").NewProc("QueryInterruptTime") // Windows 10 and later
)

func asleep() time.Duration {
	if queryInterruptTime.Find() != nil || queryUnbiasedTime.Find() != nil {
		return 0
	}
	const tick = 100 * time.Nanosecond
	var always, running uint64
	_, _, _ = queryInterruptTime.Call(uintptr(unsafe.Pointer(&always)))
	_, _, _ = queryUnbiasedTime.Call(uintptr(unsafe.Pointer(&running)))
	return time.Duration(always-running) * tick
}
