package demo

import "golang.org/x/text/language"

// texts are all words of the shop in one language.
type texts struct {
	Bikes    string
	Workshop string
	Basket   string
	Show     string // the button that goes to another page without loading it
	Note     string // says that this is no real shop
	Products []string
	Pages    map[string]page // by the last part of the address
}

// page is what one page says.
type page struct {
	Title string
	Line  string
}

// matcher chooses among catalogue, in its order.
var matcher = language.NewMatcher([]language.Tag{language.English, language.German, language.French})

var catalogue = []texts{english, german, french}

var english = texts{
	Bikes:    "Bikes",
	Workshop: "Workshop",
	Basket:   "Basket",
	Show:     "See the Fjell 7",
	Note:     "A test page of Parley: the bikes are not for sale, but the chat in the corner is real.",
	Products: []string{"Fjell 7", "Strand 3", "Kurier", "Little Fox"},
	Pages: map[string]page{
		"":         {"The Fjell 7 is back on the road", "Steel, twenty-one gears, built in Flensburg."},
		"fjell-7":  {"Fjell 7", "A steel frame for long roads, in three sizes. Ask which one fits you."},
		"workshop": {"The workshop", "Bring it in until noon, ride it home in the evening."},
		"basket":   {"Your basket", "One Fjell 7 is waiting for you."},
	},
}

var german = texts{
	Bikes:    "Räder",
	Workshop: "Werkstatt",
	Basket:   "Warenkorb",
	Show:     "Das Fjell 7 ansehen",
	Note:     "Eine Testseite von Parley: Die Räder sind nicht zu kaufen, aber der Chat in der Ecke ist echt.",
	Products: []string{"Fjell 7", "Strand 3", "Kurier", "Kleiner Fuchs"},
	Pages: map[string]page{
		"":         {"Das Fjell 7 ist wieder da", "Stahl, einundzwanzig Gänge, gebaut in Flensburg."},
		"fjell-7":  {"Fjell 7", "Ein Stahlrahmen für lange Straßen, in drei Größen. Fragen Sie, welche Ihnen passt."},
		"workshop": {"Die Werkstatt", "Bis Mittag gebracht, am Abend damit nach Hause gefahren."},
		"basket":   {"Ihr Warenkorb", "Ein Fjell 7 wartet auf Sie."},
	},
}

var french = texts{
	Bikes:    "Vélos",
	Workshop: "Atelier",
	Basket:   "Panier",
	Show:     "Voir le Fjell 7",
	Note:     "Une page d’essai de Parley : les vélos ne sont pas à vendre, mais le chat dans le coin est bien réel.",
	Products: []string{"Fjell 7", "Strand 3", "Kurier", "Petit Renard"},
	Pages: map[string]page{
		"":         {"Le Fjell 7 reprend la route", "Acier, vingt et une vitesses, construit à Flensbourg."},
		"fjell-7":  {"Fjell 7", "Un cadre en acier pour les longues routes, en trois tailles. Demandez laquelle vous convient."},
		"workshop": {"L’atelier", "Déposé avant midi, prêt le soir."},
		"basket":   {"Votre panier", "Un Fjell 7 vous attend."},
	},
}
