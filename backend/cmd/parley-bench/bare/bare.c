/* The floor for a window of Parley: GTK and WebKit with one page that is there already, and nothing else. */
#include <webkit2/webkit2.h>

static const char page[] =
    "<!doctype html><style>body{margin:0;font:14px sans-serif}p{margin:0;padding:16px;border-bottom:1px solid #ddd}</style>"
    "<p>Visitor 1<br>Does it come in green?<p>Visitor 2<br>Does it come in green?<p>Visitor 3<br>Does it come in green?"
    "<p>Visitor 4<br>Does it come in green?<p>Visitor 5<br>Does it come in green?<p>Visitor 6<br>Does it come in green?"
    "<p>Visitor 7<br>Does it come in green?<p>Visitor 8<br>Does it come in green?<p>Visitor 9<br>Does it come in green?"
    "<p>Visitor 10<br>Does it come in green?";

int main(int argc, char **argv) {
  gtk_init(&argc, &argv);
  GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
  GtkWidget *view = webkit_web_view_new();
  gtk_window_set_default_size(GTK_WINDOW(window), 1100, 720);
  gtk_container_add(GTK_CONTAINER(window), view);
  webkit_web_view_load_html(WEBKIT_WEB_VIEW(view), page, NULL);
  g_signal_connect(window, "destroy", G_CALLBACK(gtk_main_quit), NULL);
  gtk_widget_show_all(window);
  gtk_main();
  return 0;
}
