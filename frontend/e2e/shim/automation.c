/*
 * Preloaded into the window of the production build, so that WebKitWebDriver can drive it: the program
 * itself has no switch for tests. The view is created as one controlled by automation, and handed to the
 * automation session that asks for a browser window.
 *
 * Nothing is linked: other programs inherit LD_PRELOAD too, and have none of these symbols.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <webkit2/webkit2.h>

static GtkWidget *the_view;

static WebKitWebView *give_view(WebKitAutomationSession *session, gpointer data) {
    return WEBKIT_WEB_VIEW(the_view);
}

static void on_started(WebKitWebContext *context, WebKitAutomationSession *session, gpointer data) {
    WebKitApplicationInfo *info = webkit_application_info_new();
    webkit_application_info_set_name(info, "wails-app");
    webkit_application_info_set_version(info, 1, 0, 0);
    webkit_automation_session_set_application_info(session, info);
    webkit_application_info_unref(info);
    g_signal_connect(session, "create-web-view", G_CALLBACK(give_view), NULL);
}

GtkWidget *webkit_web_view_new_with_user_content_manager(WebKitUserContentManager *manager) {
    WebKitWebContext *context = webkit_web_context_get_default();
    webkit_web_context_set_automation_allowed(context, TRUE);
    g_signal_connect(context, "automation-started", G_CALLBACK(on_started), NULL);
    the_view = GTK_WIDGET(g_object_new(WEBKIT_TYPE_WEB_VIEW, "user-content-manager", manager,
                                       "is-controlled-by-automation", TRUE, NULL));
    return the_view;
}

/* Without acceleration a screenshot never answers. */
void webkit_settings_set_hardware_acceleration_policy(WebKitSettings *settings,
                                                      WebKitHardwareAccelerationPolicy policy) {
    void (*original)(WebKitSettings *, WebKitHardwareAccelerationPolicy) =
        dlsym(RTLD_NEXT, "webkit_settings_set_hardware_acceleration_policy");
    original(settings, WEBKIT_HARDWARE_ACCELERATION_POLICY_ALWAYS);
}
