package desk

import "golang.org/x/sys/windows"

// API: https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getuserpreferreduilanguages

// systemLocales returns the locales the person wants, best first: those of words, which may differ from that of dates and numbers.
func systemLocales() []string {
	locales, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil {
		return nil
	}
	return locales
}
