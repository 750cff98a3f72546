package jsonfile

// syncDir has nothing to do: NTFS journals names itself, and folders cannot be flushed.
func syncDir(string) {}
