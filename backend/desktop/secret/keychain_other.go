//go:build !linux

package secret

// Windows: https://learn.microsoft.com/windows/win32/api/wincred/ · macOS: https://developer.apple.com/documentation/security/keychain_services

// keychainReachable is true: these systems always have a keychain.
func keychainReachable() bool { return true }
