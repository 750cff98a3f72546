package idle

import (
	"context"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// API: https://learn.microsoft.com/windows/win32/api/powrprof/nf-powrprof-powerregistersuspendresumenotification and
// https://learn.microsoft.com/windows/win32/api/wtsapi32/ns-wtsapi32-wtsinfoex_level1_w, which needs no window to ask.

var (
	registerSuspend   = windows.NewLazySystemDLL("powrprof.dll").NewProc("PowerRegisterSuspendResumeNotification")
	unregisterSuspend = windows.NewLazySystemDLL("powrprof.dll").NewProc("PowerUnregisterSuspendResumeNotification")

	wtsapi32     = windows.NewLazySystemDLL("wtsapi32.dll")
	querySession = wtsapi32.NewProc("WTSQuerySessionInformationW")
	freeMemory   = wtsapi32.NewProc("WTSFreeMemory")
)

// lockEvery is how often Windows is asked whether the session is locked.
const lockEvery = time.Second

// Watch tells what happens until the context ends, one event after the other on its own goroutine. Windows does not wait with going to sleep longer
// than about two seconds, and ShuttingDown is not told here: the program is ended like every other.
func Watch(ctx context.Context, tell func(Event)) {
	sleeping := make(chan chan struct{})
	defer onSuspend(ctx, sleeping)()
	nap := newNap()
	locked := false
	ticks := time.NewTicker(lockEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case done := <-sleeping:
			tell(Sleeping)
			close(done)
		case <-ticks.C:
			if nap.over() {
				tell(Woke)
			}
			if now, known := sessionLocked(); known && now != locked {
				locked = now
				if locked {
					tell(Locked)
				} else {
					tell(Unlocked)
				}
			}
		}
	}
}

// suspendDelay is how long a callback may hold up the sleep.
const suspendDelay = 2 * time.Second

// onSuspend has Windows send on the channel, and wait for the channel it sent to be closed, before it sleeps. The answer undoes it.
func onSuspend(ctx context.Context, sleeping chan<- chan struct{}) (undo func()) {
	const (
		deviceNotifyCallback = 2
		aboutToSuspend       = 4 // PBT_APMSUSPEND
	)
	callback := windows.NewCallback(func(_, kind, _ uintptr) uintptr {
		if kind != aboutToSuspend {
			return 0
		}
		late := time.After(suspendDelay)
		done := make(chan struct{})
		select {
		case sleeping <- done:
		case <-ctx.Done():
			return 0
		case <-late:
			return 0
		}
		select {
		case <-done:
		case <-late:
		}
		return 0
	})
	// DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS
	parameters := struct{ callback, context uintptr }{callback: callback}
	var handle uintptr
	if registerSuspend.Find() != nil {
		return func() {}
	}
	if failed, _, _ := registerSuspend.Call(deviceNotifyCallback, uintptr(unsafe.Pointer(&parameters)), uintptr(unsafe.Pointer(&handle))); failed != 0 {
		return func() {}
	}
	return func() { _, _, _ = unregisterSuspend.Call(handle) }
}

// sessionInfo is the beginning of WTSINFOEXW, level 1.
type sessionInfo struct {
	level uint32
	_     uint32 // the union after it is aligned to 8 bytes
	id    uint32
	state int32
	flags int32
}

func sessionLocked() (locked, known bool) {
	const (
		currentSession = ^uintptr(0) // WTS_CURRENT_SESSION, as a DWORD
		infoEx         = 25          // WTSSessionInfoEx
		stateLocked    = 0           // WTS_SESSIONSTATE_LOCK
		stateUnlocked  = 1
	)
	var info *sessionInfo
	var size uint32
	ok, _, _ := querySession.Call(0, currentSession&0xFFFFFFFF, infoEx, uintptr(unsafe.Pointer(&info)), uintptr(unsafe.Pointer(&size)))
	if ok == 0 || info == nil {
		return false, false
	}
	defer func() { _, _, _ = freeMemory.Call(uintptr(unsafe.Pointer(info))) }()
	if uintptr(size) < unsafe.Sizeof(*info) || info.level != 1 {
		return false, false
	}
	return info.flags == stateLocked, info.flags == stateLocked || info.flags == stateUnlocked
}
