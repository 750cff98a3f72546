package main

import "parley/backend/chat"

// place is where the database is: every command needs to know.
type place struct {
	Data  string `type:"path" help:"Folder of the database."`
	Store string `placeholder:"postgres://USER:PASSWORD@HOST/NAME" help:"Address of a PostgreSQL database, which several hubs can share, instead of the folder. Better given as PARLEY_STORE: other users of the computer can read command lines."`
}

// database is where the database is, as the store reads it, or invalid unless one of the two is given.
func (p place) database() (string, error) {
	switch {
	case p.Data != "" && p.Store == "":
		return p.Data, nil
	case p.Data == "" && p.Store != "":
		return p.Store, nil
	}
	return "", chat.Errorf(chat.Invalid, "either --data or --store is needed")
}
