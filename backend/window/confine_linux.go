//go:build cgo

package window

// API: https://webkitgtk.org/reference/webkit2gtk/stable/signal.WebView.decide-policy.html. Wails does not hand out its web view: it is looked for among
// the windows of this process.

/*
#cgo pkg-config: webkit2gtk-4.1
#include <webkit2/webkit2.h>

// Navigations within the program's own pages go on, whatever else a page or a person asks for is refused: a new window always.
static gboolean decide(WebKitWebView *view, WebKitPolicyDecision *decision, WebKitPolicyDecisionType type, gpointer data) {
	if (type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE)
		return FALSE;
	WebKitNavigationAction *action =
		webkit_navigation_policy_decision_get_navigation_action(WEBKIT_NAVIGATION_POLICY_DECISION(decision));
	const char *address = webkit_uri_request_get_uri(webkit_navigation_action_get_request(action));
	if (type == WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION && g_str_has_prefix(address, "wails://wails/"))
		return FALSE;
	webkit_policy_decision_ignore(decision);
	return TRUE;
}

static void confine_in(GtkWidget *widget, gpointer data) {
	if (WEBKIT_IS_WEB_VIEW(widget))
		g_signal_connect(widget, "decide-policy", G_CALLBACK(decide), NULL);
	else if (GTK_IS_CONTAINER(widget))
		gtk_container_forall(GTK_CONTAINER(widget), confine_in, NULL);
}

static gboolean confine_all(gpointer data) {
	GList *windows = gtk_window_list_toplevels();
	g_list_foreach(windows, (GFunc)confine_in, NULL);
	g_list_free(windows);
	return G_SOURCE_REMOVE;
}

static void confine(void) { g_idle_add_full(G_PRIORITY_HIGH, confine_all, NULL, NULL); }
*/
import "C"

// Confine keeps the web view of this process on the program's own page: no link, script or markup takes it elsewhere. It is called once, when the
// window has been made.
func Confine() { C.confine() }
