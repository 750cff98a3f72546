package invite

import "golang.org/x/text/language"

// texts are all words of the page in one language.
type texts struct {
	Language string
	Title    string
	Lead     string // in front of the site's name
	LeadEnd  string // behind it
	Name     string
	NameHint string
	Email    string
	Fixed    string // why the address cannot be changed
	Password string
	Rule     string
	Join     string

	NameWrong     string
	EmailWrong    string
	EmailTaken    string
	PasswordWrong string
	TooMany       string
	Failed        string

	DoneTitle string
	Done      string // in front of the site's name
	DoneEnd   string // behind it
	Steps     []string
	Address   string
	Copy      string
	Copied    string
	SignInAs  string

	EndedTitle string
	Used       string
	Revoked    string
	Expired    string
	Unknown    string
	Again      string // what to do about an invitation that is good for nothing
	NoScript   string
}

// matcher chooses among catalogue, in its order.
var matcher = language.NewMatcher([]language.Tag{language.English, language.German, language.French})

var catalogue = []texts{{
	Language:  "en",
	Title:     "Invitation",
	Lead:      "You are invited to answer the visitors of",
	LeadEnd:   ".",
	Name:      "Name",
	NameHint:  "As visitors see it.",
	Email:     "E-mail address",
	Fixed:     "The invitation is for this address.",
	Password:  "Password",
	Rule:      "At least 8 characters.",
	Join:      "Join the team",
	NameWrong: "Enter a name of up to 200 characters.",

	EmailWrong:    "This is not an e-mail address the invitation is good for.",
	EmailTaken:    "Somebody on this hub has this address already. Take another one, or ask for an invitation for another one.",
	PasswordWrong: "The password needs at least 8 characters.",
	TooMany:       "Too many attempts from here. Try again in a minute.",
	Failed:        "The hub does not answer or cannot do this right now. Try again in a moment.",

	DoneTitle: "You belong to the team",
	Done:      "You can answer the visitors of",
	DoneEnd:   " now.",
	Steps: []string{
		"Install and start Parley on your computer.",
		"Choose “On our team’s hub”.",
		"Enter this address of the hub, your e-mail address and your password.",
	},
	Address:  "Address of the hub",
	Copy:     "Copy",
	Copied:   "Copied",
	SignInAs: "E-mail address to sign in with",

	EndedTitle: "This link does not work",
	Used:       "The invitation was used. Each one is good for one person.",
	Revoked:    "The invitation was revoked.",
	Expired:    "The invitation has expired. Each one is good for 7 days.",
	Unknown:    "There is no such invitation. Maybe the link was not copied whole.",
	Again:      "Ask the person who sent you the link for another one.",
	NoScript:   "This page needs JavaScript: it keeps the secret of your link out of every log.",
}, {
	Language:  "de",
	Title:     "Einladung",
	Lead:      "Du bist eingeladen, den Besuchern von",
	LeadEnd:   " zu antworten.",
	Name:      "Name",
	NameHint:  "So sehen ihn Besucher.",
	Email:     "E-Mail-Adresse",
	Fixed:     "Die Einladung gilt für diese Adresse.",
	Password:  "Passwort",
	Rule:      "Mindestens 8 Zeichen.",
	Join:      "Dem Team beitreten",
	NameWrong: "Gib einen Namen mit bis zu 200 Zeichen ein.",

	EmailWrong:    "Das ist keine E-Mail-Adresse, für die die Einladung gilt.",
	EmailTaken:    "Jemand auf diesem Hub hat diese Adresse schon. Nimm eine andere, oder bitte um eine Einladung für eine andere.",
	PasswordWrong: "Das Passwort braucht mindestens 8 Zeichen.",
	TooMany:       "Zu viele Versuche von hier. Versuch es in einer Minute noch einmal.",
	Failed:        "Der Hub antwortet nicht oder kann das gerade nicht. Versuch es gleich noch einmal.",

	DoneTitle: "Du gehörst zum Team",
	Done:      "Du kannst jetzt den Besuchern von",
	DoneEnd:   " antworten.",
	Steps: []string{
		"Installiere und starte Parley auf deinem Computer.",
		"Wähle „Auf dem Hub unseres Teams“.",
		"Gib diese Adresse des Hubs, deine E-Mail-Adresse und dein Passwort ein.",
	},
	Address:  "Adresse des Hubs",
	Copy:     "Kopieren",
	Copied:   "Kopiert",
	SignInAs: "E-Mail-Adresse zum Anmelden",

	EndedTitle: "Dieser Link funktioniert nicht",
	Used:       "Die Einladung wurde benutzt. Jede gilt für eine Person.",
	Revoked:    "Die Einladung wurde zurückgenommen.",
	Expired:    "Die Einladung ist abgelaufen. Jede gilt 7 Tage.",
	Unknown:    "Diese Einladung gibt es nicht. Vielleicht wurde der Link nicht ganz kopiert.",
	Again:      "Bitte die Person um eine neue, von der du den Link hast.",
	NoScript:   "Diese Seite braucht JavaScript: Es hält das Geheimnis deines Links aus allen Protokollen heraus.",
}, {
	Language:  "fr",
	Title:     "Invitation",
	Lead:      "Vous êtes invité(e) à répondre aux visiteurs de",
	LeadEnd:   ".",
	Name:      "Nom",
	NameHint:  "Tel que les visiteurs le voient.",
	Email:     "Adresse e-mail",
	Fixed:     "L’invitation est pour cette adresse.",
	Password:  "Mot de passe",
	Rule:      "Au moins 8 caractères.",
	Join:      "Rejoindre l’équipe",
	NameWrong: "Saisissez un nom de 200 caractères au plus.",

	EmailWrong:    "Ce n’est pas une adresse e-mail pour laquelle l’invitation est valable.",
	EmailTaken:    "Quelqu’un sur ce hub a déjà cette adresse. Prenez-en une autre, ou demandez une invitation pour une autre.",
	PasswordWrong: "Le mot de passe doit avoir au moins 8 caractères.",
	TooMany:       "Trop d’essais depuis ici. Réessayez dans une minute.",
	Failed:        "Le hub ne répond pas ou ne peut pas le faire pour l’instant. Réessayez dans un moment.",

	DoneTitle: "Vous faites partie de l’équipe",
	Done:      "Vous pouvez maintenant répondre aux visiteurs de",
	DoneEnd:   ".",
	Steps: []string{
		"Installez et démarrez Parley sur votre ordinateur.",
		"Choisissez « Sur le hub de notre équipe ».",
		"Saisissez cette adresse du hub, votre adresse e-mail et votre mot de passe.",
	},
	Address:  "Adresse du hub",
	Copy:     "Copier",
	Copied:   "Copié",
	SignInAs: "Adresse e-mail pour se connecter",

	EndedTitle: "Ce lien ne fonctionne pas",
	Used:       "L’invitation a été utilisée. Chacune vaut pour une personne.",
	Revoked:    "L’invitation a été annulée.",
	Expired:    "L’invitation a expiré. Chacune vaut 7 jours.",
	Unknown:    "Cette invitation n’existe pas. Le lien n’a peut-être pas été copié en entier.",
	Again:      "Demandez-en une autre à la personne qui vous a envoyé le lien.",
	NoScript:   "Cette page a besoin de JavaScript : il garde le secret de votre lien hors de tout journal.",
}}
