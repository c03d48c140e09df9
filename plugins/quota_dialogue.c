/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "i18n.h"
#include "pop3.h"
#include "quota.h"
#include "quota_ask.h"

#define LINE_AFTER_LOGIN 65536

const char *
quota_port(const struct quota_config *config)
{
	if (config->port != NULL)
		return config->port;
	if (config->pop3)
		return config->tls == QUOTA_IMPLICIT ? "995" : "110";
	return config->tls == QUOTA_IMPLICIT ? "993" : "143";
}

/* The login is over, however it ended: the password has served its time.
 * What the server still says may repeat it, unless it says nothing more. */
static void
forget(struct quota_facts *facts, struct secret *secret,
    const struct stream *stream)
{
	if (stream_fault(stream) == STREAM_WELL)
		transcript_seal(&facts->transcript);
	else
		transcript_forget(&facts->transcript);
	secret_wipe(secret);
}

static void
collect_imap(struct quota_facts *facts, const struct quota_config *config,
    struct secret *secret, struct stream *stream)
{
	struct imap_session session;

	imap_begin(&session, stream, &facts->transcript);
	facts->preauth = imap_greeting(&session) == IMAP_PREAUTH;
	if (!facts->preauth) {
		if (config->tls == QUOTA_STARTTLS)
			imap_starttls(&session, &config->verify);
		else
			imap_capability(&session);
		imap_login(&session, config->user, secret, config->clear,
		    &facts->login);
	}
	forget(facts, secret, stream);
	if (facts->login.end == MAIL_LOGIN_OK) {
		stream_limit(stream, LINE_AFTER_LOGIN);
		quota_ask_account(&session, facts, config);
	} else {
		imap_send(&session, "LOGOUT");
	}
	stream_flush(stream);
	memcpy(facts->alert, session.alert, sizeof(facts->alert));
	imap_end(&session);
}

static void
collect_pop3(struct quota_facts *facts, const struct quota_config *config,
    struct secret *secret, struct stream *stream)
{
	struct pop3_session session = {
		.stream = stream, .transcript = &facts->transcript,
	};

	if (!pop3_greeting(&session))
		return;
	if (config->tls == QUOTA_STARTTLS)
		pop3_stls(&session, &config->verify);
	else
		pop3_capa(&session);
	pop3_login(&session, config->user, secret, config->clear,
	    &facts->login);
	forget(facts, secret, stream);
	if (facts->login.end == MAIL_LOGIN_OK)
		facts->size.known = pop3_stat(&session,
		    &facts->size.messages, &facts->size.octets);
}

static void
ask_health(struct quota_facts *facts, struct dns *dns, const char *host,
    int64_t deadline)
{
	if (facts->unresolved == NULL || !dns_failed(facts->unresolved))
		return;
	while ((facts->health = dns_health(dns, host))->status == DNS_PENDING)
		dns_run(dns, facts->health, deadline);
}

static void
note_stream(struct quota_facts *facts, const struct stream *stream)
{
	facts->fault = stream_fault(stream);
	snprintf(facts->error, sizeof(facts->error), "%s",
	    stream_error(stream));
	facts->unresolved = stream_unresolved(stream);
	facts->has_certificate = stream_certificate_end(stream,
	    &facts->certificate_end);
	facts->tls = stream_is_tls(stream);
	facts->rounds = stream_rounds(stream);
}

void
quota_collect(struct quota_facts *facts, const struct quota_config *config,
    struct secret *secret, struct dns *dns, int64_t deadline)
{
	struct stream *stream;

	transcript_hide(&facts->transcript, config->user, secret);
	stream = stream_connect(config->host, quota_port(config), dns,
	    deadline);
	facts->connected = stream_fault(stream) == STREAM_WELL;
	if (config->tls == QUOTA_IMPLICIT)
		stream_start_tls(stream, &config->verify);
	if (config->pop3)
		collect_pop3(facts, config, secret, stream);
	else
		collect_imap(facts, config, secret, stream);
	note_stream(facts, stream);
	ask_health(facts, dns, config->host, deadline);
	facts->now = clock_wall();
	stream_free(stream);
	transcript_forget(&facts->transcript);
}

void
quota_facts_free(struct quota_facts *facts)
{
	imap_quota_free(&facts->quota);
}
