/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blame.h"
#include "i18n.h"
#include "quota_judge.h"
#include "text.h"
#include "weblife.h"

static const struct cause cause_name = {
	"no_address", N_("the name of the mail server has no address") };
static const struct cause cause_connection = {
	"connection", N_("no connection to the mail server") };
static const struct cause cause_protocol = {
	"protocol", N_("the mail server breaks the protocol") };
static const struct cause cause_certificate = {
	"certificate", N_("the certificate is not accepted") };
static const struct cause cause_tls = {
	"tls", N_("no TLS with the mail server") };
static const struct cause cause_local = {
	"local", N_("this host cannot ask the mail server") };
static const struct cause cause_refused = {
	"login_refused", N_("login refused") };
static const struct cause cause_trouble = {
	"login_trouble", N_("login refused for a while") };
static const struct cause cause_clear = {
	"login_clear", N_("login would show the password") };
static const struct cause cause_preauth = {
	"preauth", N_("logged in without a password") };

static void
judge_name(struct report *report, const struct quota_config *config,
    const struct quota_facts *facts)
{
	if (facts->unresolved != NULL && dns_failed(facts->unresolved)) {
		blame_add(report, config->user, config->host,
		    facts->unresolved->type, facts->unresolved,
		    facts->health, STATE_CRITICAL);
		return;
	}
	if (facts->unresolved == NULL) {
		report_add(report, config->user, STATE_UNKNOWN,
		    _("no resolver to ask for %s: /etc/resolv.conf names "
		    "none, and --server was not given"), config->host);
		report_cause(report, &cause_local);
		return;
	}
	report_add(report, config->user, STATE_CRITICAL, "%s", facts->error);
	report_cause(report, &cause_name);
	report_advice(report, "%s",
	    facts->unresolved->status == DNS_NXDOMAIN ?
	    _("Compare the name with the server settings that the provider "
	    "names; if it is right, see whether its domain has expired or is "
	    "restricted.") :
	    _("Compare the name with the server settings that the provider "
	    "names."));
}

static const struct cause *
cause_of(enum stream_fault fault)
{
	switch (fault) {
	case STREAM_NO_ROUTE:
	case STREAM_LOCAL:
		return &cause_local;
	case STREAM_CERTIFICATE:
		return &cause_certificate;
	case STREAM_TLS:
	case STREAM_INJECTED:
		return &cause_tls;
	case STREAM_PROTOCOL:
	case STREAM_TOO_LONG:
		return &cause_protocol;
	default:
		return &cause_connection;
	}
}

static const char *
advice_of(const struct quota_facts *facts)
{
	switch (facts->fault) {
	case STREAM_REFUSED:
		return _("Compare host, port and kind of encryption with the "
		    "server settings that the provider names.");
	case STREAM_TIMEOUT:
		if (!facts->connected)
			return _("Compare host and port with the server "
			    "settings that the provider names, and see "
			    "whether a firewall between here and there drops "
			    "the connection.");
		return NULL;
	case STREAM_CERTIFICATE:
		return _("Mail programs warn or refuse, too: tell whoever runs "
		    "the server. If the server is right and has an authority "
		    "of its own, name that with --ca-file.");
	case STREAM_INJECTED:
		return _("The password was not sent. Use --tls implicit, and "
		    "ask whoever runs the network in between.");
	default:
		return NULL;
	}
}

void
quota_judge_fault(struct report *report, const struct quota_config *config,
    const struct quota_facts *facts)
{
	bool ours = facts->fault == STREAM_LOCAL ||
	    facts->fault == STREAM_NO_ROUTE;

	if (facts->fault == STREAM_WELL)
		return;
	if (facts->fault == STREAM_NO_NAME) {
		judge_name(report, config, facts);
		return;
	}
	report_add(report, config->user, ours ? STATE_UNKNOWN :
	    STATE_CRITICAL, "%s", facts->error);
	report_cause(report, cause_of(facts->fault));
	if (advice_of(facts) != NULL)
		report_advice(report, "%s", advice_of(facts));
}

/* Codes that tell of the server's trouble, or of another client, and nothing
 * of the password: RFC 5530 3, RFC 2449 8, RFC 3206. */
static const char *
trouble_of(const char *code)
{
	if (text_equal(code, "UNAVAILABLE") || text_equal(code, "SYS/TEMP") ||
	    text_equal(code, "SYS/PERM") || text_equal(code, "SERVERBUG"))
		return _("the server cannot check the password now: %s");
	if (text_equal(code, "INUSE") || text_equal(code, "IN-USE"))
		return _("the mailbox is in use by another program: %s");
	if (text_equal(code, "LIMIT") || text_equal(code, "LOGIN-DELAY"))
		return _("the server limits logins, this one was too much: "
		    "%s");
	return NULL;
}

static const char *
refusal_of(const char *code)
{
	if (text_equal(code, "EXPIRED"))
		return _("the password or the account has expired: %s");
	if (text_equal(code, "PRIVACYREQUIRED"))
		return _("the server takes no login without TLS: %s");
	if (text_equal(code, "AUTHORIZATIONFAILED"))
		return _("the user may not log in here: %s");
	if (text_equal(code, "AUTHENTICATIONFAILED") ||
	    text_equal(code, "AUTH"))
		return _("user name or password is wrong: %s");
	return _("login refused: %s");
}

static void
add_refused(struct report *report, const struct quota_config *config,
    const struct mail_login *login)
{
	const char *text = login->text[0] != '\0' ? login->text :
	    _("no reason given");

	if (trouble_of(login->code) != NULL) {
		report_add(report, config->user, STATE_CRITICAL,
		    trouble_of(login->code), text);
		report_cause(report, &cause_trouble);
		return;
	}
	report_add(report, config->user, STATE_CRITICAL,
	    refusal_of(login->code), text);
	report_cause(report, &cause_refused);
	if (text_equal(login->code, "PRIVACYREQUIRED"))
		report_advice(report, "%s", _("Use --tls implicit or --tls "
		    "starttls."));
	else
		report_advice(report, _("Compare password and server settings "
		    "with what the provider names: an update of the mail "
		    "program or of security software may have changed them. A "
		    "mailbox that was made within the last %d hours is not "
		    "active yet."), WEBLIFE_MAILBOX_HOURS);
}

static void
add_no_way(struct report *report, const struct quota_config *config,
    enum mail_login_end end)
{
	if (end == MAIL_LOGIN_CLEAR) {
		report_add(report, config->user, STATE_UNKNOWN, "%s",
		    _("not logged in: without TLS the password would go over "
		    "the network in clear"));
		report_advice(report, "%s", _("Use --tls implicit or --tls "
		    "starttls; --clear-password sends it all the same."));
	} else if (end == MAIL_LOGIN_DISABLED) {
		report_add(report, config->user, STATE_CRITICAL, "%s",
		    config->tls == QUOTA_NO_TLS ?
		    _("the server takes no login without TLS (LOGINDISABLED); "
		    "nothing was sent") :
		    _("the server takes no login (LOGINDISABLED); nothing was "
		    "sent"));
		if (config->tls == QUOTA_NO_TLS)
			report_advice(report, "%s", _("Use --tls implicit or "
			    "--tls starttls."));
	} else {
		report_add(report, config->user, STATE_CRITICAL, "%s",
		    _("the server offers no way to log in with a password"));
	}
	report_cause(report, &cause_clear);
}

void
quota_judge_login(struct report *report, const struct quota_config *config,
    const struct quota_facts *facts)
{
	if (facts->preauth) {
		report_add(report, config->user, STATE_CRITICAL, "%s",
		    _("the server lets everybody in without a password "
		    "(PREAUTH); nothing was sent"));
		report_cause(report, &cause_preauth);
		return;
	}
	switch (facts->login.end) {
	case MAIL_LOGIN_NONE:
		break;
	case MAIL_LOGIN_OK:
		report_add(report, config->user, STATE_OK, facts->tls ?
		    _("logged in over TLS (%s)") :
		    _("logged in without TLS (%s)"), facts->login.mechanism);
		break;
	case MAIL_LOGIN_REFUSED:
		add_refused(report, config, &facts->login);
		break;
	case MAIL_LOGIN_DISABLED:
	case MAIL_LOGIN_NO_WAY:
	case MAIL_LOGIN_CLEAR:
		if (facts->fault == STREAM_WELL)
			add_no_way(report, config, facts->login.end);
		break;
	}
}
