package idle

import (
	"fmt"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// API: https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getlastinputinfo

var (
	getLastInputInfo = windows.NewLazySystemDLL("user32.dll").NewProc("GetLastInputInfo")
	getTickCount     = kernel32.NewProc("GetTickCount")
)

// lastInputInfo is LASTINPUTINFO.
type lastInputInfo struct {
	size uint32
	time uint32 // GetTickCount at the last input
}

// Source answers when the computer was last touched, as far as this session knows.
type Source struct{}

// Open prepares a Source.
func Open() *Source { return &Source{} }

// Since is how long ago somebody last touched keyboard, mouse or screen.
func (*Source) Since() (time.Duration, error) {
	info := lastInputInfo{size: uint32(unsafe.Sizeof(lastInputInfo{}))}
	if ok, _, err := getLastInputInfo.Call(uintptr(unsafe.Pointer(&info))); ok == 0 {
		return 0, fmt.Errorf("%w: %w", ErrCannotTell, err)
	}
	now, _, _ := getTickCount.Call()
	return time.Duration(uint32(now)-info.time) * time.Millisecond, nil // right also when the counter has started anew, after 49 days
}

// Close has nothing to let go of here.
func (*Source) Close() {}
