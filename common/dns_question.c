/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "dns_int.h"

#define RCODE_FORMERR 1
#define RCODE_BADVERS 16

void
dns_queue_init(struct dns_queue *queue)
{
	queue->head = NULL;
	queue->tail = &queue->head;
}

void
dns_queue_append(struct dns_queue *queue, struct dns_question *question)
{
	question->list = queue;
	question->next = NULL;
	question->link = queue->tail;
	*queue->tail = question;
	queue->tail = &question->next;
}

void
dns_queue_remove(struct dns_question *question)
{
	if (!question->list)
		return;
	*question->link = question->next;
	if (question->next)
		question->next->link = question->link;
	else
		question->list->tail = question->link;
	question->list = NULL;
}

/* Servers of dns_ask_at(), by address; they stay for the whole run. */
static struct dns_server *
server_at(struct dns *dns, const struct ip *ip)
{
	struct dns_server **p, *server;

	if (!dns->at)
		dns->at = xcalloc(1024, sizeof(struct dns_server *));
	p = &dns->at[(ip->bytes[1] * 961u + ip->bytes[2] * 31u +
	    ip->bytes[3] + ip->bytes[15] * 7u) % 1024];
	for (server = *p; server; server = server->chain)
		if (ip_equal(&server->endpoint.ip, ip))
			return server;
	server = xcalloc(1, sizeof(*server));
	server->endpoint.ip = *ip;
	server->endpoint.port = 53;
	server->window = DNS_WINDOW_MAX;
	dns_queue_init(&server->queue);
	server->chain = *p;
	*p = server;
	return server;
}

void
dns_question_note(struct dns *dns, struct dns_entry *entry,
    const uint8_t *wire, size_t length, const struct ip *server)
{
	struct dns_question *question = xcalloc(1, sizeof(*question));

	question->entry = entry;
	entry->question = question;
	question->length = length;
	memcpy(question->wire, wire, length);
	if (!server || dns->world) {
		dns_queue_append(&dns->noted, question);
		return;
	}
	question->at = server_at(dns, server);
	dns_queue_append(&question->at->queue, question);
	if (!question->at->queued) {
		question->at->queued = true;
		question->at->queued_next = dns->queued;
		dns->queued = question->at;
	}
}

void
dns_place_free(struct dns *dns, struct dns_question *question)
{
	if (!question->placed)
		return;
	question->placed = false;
	dns_question_server(dns, question, question->start)->placed--;
}

/* Ends everything about the question but its entry. */
void
dns_question_drop(struct dns *dns, struct dns_question *question)
{
	dns_place_free(dns, question);
	if (question->first != 0)
		dns->open--;
	dns_sendings_drop(dns, question);
	dns_tcp_drop(dns, question);
	dns_queue_remove(question);
	question->entry->question = NULL;
	free(question);
}

struct dns_server *
dns_question_server(struct dns *dns, const struct dns_question *question,
    unsigned int server)
{
	return question->at ? question->at : dns->servers[server];
}

static unsigned int
server_count(const struct dns *dns, const struct dns_question *question)
{
	return question->at ? 1 : (unsigned int)dns->server_count;
}

/* The next server that has not failed, from `from` on; -1 if all have. */
static int
next_server(const struct dns *dns, const struct dns_question *question,
    unsigned int from)
{
	unsigned int i, n = server_count(dns, question), server;

	for (i = 0; i < n; i++) {
		server = (from + i) % n;
		if (!((question->failed | question->refused) >> server & 1))
			return (int)server;
	}
	return -1;
}

/* Sends to that server; gives false when no socket is free. */
static bool
send_to(struct dns *dns, struct dns_question *question, unsigned int server,
    bool cd)
{
	bool edns = question->stage < DNS_STAGES - 1 &&
	    !(question->no_edns >> server & 1);
	enum dns_status status =
	    dns_udp_send(dns, question, server, cd, edns);

	if (status == DNS_TIMEOUT)
		return false;
	question->current = (uint8_t)server;
	if (status == DNS_PENDING) {
		dns->sent++;
		dns->tokens -= 1;
		if (question->entry->answer.sent < UINT8_MAX)
			question->entry->answer.sent++;
	} else
		dns_question_failed(dns, question, &(struct dns_sending){
		    .server = (uint8_t)server, .cd = cd }, status, 0);
	return true;
}

/* SERVFAIL for the data, or for their signatures?  Asked once, early enough
 * to be known when the other servers stay silent. */
static void
cd_ask(struct dns *dns, struct dns_question *question)
{
	if (question->cd_asked || question->at)
		return;
	question->cd_asked = true;
	send_to(dns, question, question->servfail, true);
}

/* The first sending; false when no socket is free: it stays where it is. */
bool
dns_question_begin(struct dns *dns, struct dns_question *question)
{
	struct dns_queue *queue = question->list;
	struct dns_entry *entry = question->entry;
	int64_t now = dns_time(dns), before = entry->first;

	question->start = question->at ? 0 : (uint8_t)dns->best;
	question->first = now;
	if (entry->first == 0)
		entry->first = now;
	dns->open++;
	question->placed = true;
	dns_question_server(dns, question, question->start)->placed++;
	dns_queue_remove(question);
	dns_queue_append(&dns->timers[0], question);
	question->stage = 0;
	if (send_to(dns, question, question->start, false)) {
		/* It may be final by now, and gone. */
		if (entry->question == question)
			question->stage = 1;
		return true;
	}
	dns_place_free(dns, question);
	dns->open--;
	question->first = 0;
	entry->first = before;
	dns_queue_remove(question);
	/* Back to the head of the queue. */
	question->list = queue;
	question->next = queue->head;
	question->link = &queue->head;
	if (queue->head)
		queue->head->link = &question->next;
	else
		queue->tail = &question->next;
	queue->head = question;
	return false;
}

/* Its stage's time has come: the next sending, or the end. */
void
dns_question_timer(struct dns *dns, struct dns_question *question)
{
	struct dns_entry *entry = question->entry;
	int server;

	if (question->stage >= DNS_STAGES) {
		dns_question_timeout(dns, question);
		return;
	}
	dns_queue_remove(question);
	dns_queue_append(&dns->timers[question->stage], question);
	dns_place_free(dns, question);
	question->resent = true;
	if (question->stage == 1)
		dns_control_again(dns, entry);
	question->refused = 0;	/* a refused port is tried again */
	server = next_server(dns, question, question->current + 1u);
	if (server >= 0 && server != dns_tcp_server(question))
		send_to(dns, question, (unsigned int)server, false);
	if (entry->question == question && question->told == DNS_SERVFAIL)
		cd_ask(dns, question);
	if (entry->question == question)
		question->stage++;
}

bool
dns_question_refused(const struct dns *dns,
    const struct dns_question *question)
{
	return question && question->told == DNS_PORT_REFUSED &&
	    next_server(dns, question, 0) < 0;
}

void
dns_question_timeout(struct dns *dns, struct dns_question *question)
{
	struct dns_entry *entry = question->entry;
	enum dns_status status = DNS_TIMEOUT;

	/* What was told says more than the silence of the others. */
	if (question->told == DNS_BOGUS || question->told == DNS_SERVFAIL ||
	    question->told == DNS_REFUSED || question->told == DNS_NOTIMP)
		status = question->told;
	else if (question->tcp)
		status = DNS_TRUNCATED;
	else if (dns_question_refused(dns, question))
		status = DNS_PORT_REFUSED;
	entry->answer.rcode = question->told_rcode;
	dns_entry_final(dns, entry, status);
}

static int
rank(enum dns_status status)
{
	switch (status) {
	case DNS_BOGUS:
		return 7;
	case DNS_SERVFAIL:
		return 6;
	case DNS_REFUSED:
	case DNS_NOTIMP:
		return 5;
	case DNS_TRUNCATED:
		return 4;
	case DNS_MALFORMED:
		return 3;
	case DNS_PORT_REFUSED:
		return 2;
	case DNS_NO_ROUTE:
		return 1;
	default:
		return 0;
	}
}

/* All servers have failed. */
static void
all_failed(struct dns *dns, struct dns_question *question)
{
	struct dns_entry *entry = question->entry;

	/* A refused port is tried again at its next sending. */
	if (question->failed == 0 && question->told == DNS_PORT_REFUSED &&
	    question->stage < DNS_STAGES)
		return;
	if (question->told == DNS_SERVFAIL && !question->at &&
	    !question->cd_done) {
		cd_ask(dns, question);
		return;
	}
	entry->answer.rcode = question->told_rcode;
	dns_entry_final(dns, entry, question->told);
}

/* What became of the question with CD counts when no server is left that
 * could give data without it. */
static void
cd_end(struct dns *dns, struct dns_question *question, bool answers)
{
	question->cd_done = true;
	if (answers)
		question->told = DNS_BOGUS;
	if (next_server(dns, question, 0) < 0)
		all_failed(dns, question);
}

void
dns_question_failed(struct dns *dns, struct dns_question *question,
    const struct dns_sending *sending, enum dns_status status, uint8_t rcode)
{
	unsigned int server = sending->server;
	int next;

	if (status == DNS_PORT_REFUSED)
		dns_question_server(dns, question, server)->refused =
		    dns_time(dns);
	if (sending->cd) {
		cd_end(dns, question, false);
		return;
	}
	if (status == DNS_PORT_REFUSED || status == DNS_NO_ROUTE)
		question->refused |= (uint8_t)(1u << server);
	else
		question->failed |= (uint8_t)(1u << server);
	if (rank(status) > rank(question->told)) {
		question->told = status;
		question->told_rcode = rcode;
	}
	if (status == DNS_SERVFAIL)
		question->servfail = (uint8_t)server;
	next = next_server(dns, question, server + 1);
	if (next < 0)
		all_failed(dns, question);
	else if (next != dns_tcp_server(question))
		send_to(dns, question, (unsigned int)next, false);
}

/* A chain that ended without the type is asked on, as a new question. */
static void
follow(struct dns *dns, struct dns_question *question,
    struct dns_reply *reply)
{
	dns_place_free(dns, question);
	dns_sendings_drop(dns, question);
	dns_tcp_drop(dns, question);
	dns_queue_remove(question);
	dns->open--;
	memcpy(question->wire, reply->end, reply->end_length);
	question->length = reply->end_length;
	question->cnames = reply->cnames;
	question->stage = 0;
	question->failed = question->refused = question->servfail = 0;
	question->told = DNS_PENDING;
	question->cd_asked = question->cd_done = question->resent = false;
	question->first = 0;
	/* How often this name was asked decides whether it is silent. */
	question->entry->answer.sent = 0;
	dns_queue_append(&dns->noted, question);
}

/* A reply after the first sending again: that one, or its answer, was lost;
 * a reply to the first sending itself was merely slow. */
static void
window_learn(struct dns *dns, struct dns_question *question, bool lost)
{
	struct dns_server *server =
	    dns_question_server(dns, question, question->start);
	int64_t now = dns_time(dns);

	if (!lost) {
		if (server->window < DNS_WINDOW_MAX)
			server->window += 0.5;
		return;
	}
	if (now - server->halved < 500)
		return;	/* one burst is one loss */
	server->halved = now;
	server->window /= 2;
	if (server->window < DNS_WINDOW_MIN)
		server->window = DNS_WINDOW_MIN;
}

void
dns_question_reply(struct dns *dns, struct dns_question *question,
    struct dns_reply *reply, const struct dns_sending *sending)
{
	struct dns_entry *entry = question->entry;
	unsigned int server = sending->server;
	uint8_t rcode = (uint8_t)reply->rcode;

	if (!question->at)
		dns->last_reply = dns_time(dns);
	if ((reply->rcode == RCODE_FORMERR || reply->rcode == RCODE_BADVERS) &&
	    sending->edns) {
		/* Once, even if it says so several times. */
		if (question->no_edns >> server & 1)
			return;
		question->no_edns |= (uint8_t)(1u << server);
		send_to(dns, question, server, sending->cd);
		return;
	}
	if (sending->cd) {
		cd_end(dns, question, reply->status == DNS_DATA ||
		    ((reply->status == DNS_NODATA ||
		    reply->status == DNS_NXDOMAIN) && reply->soa));
		return;
	}
	if (reply->status != DNS_DATA && reply->status != DNS_NODATA &&
	    reply->status != DNS_NXDOMAIN && reply->status != DNS_CNAME_LOOP) {
		if (!(question->failed >> server & 1))
			dns_question_failed(dns, question, sending,
			    reply->status, rcode);
		return;
	}
	window_learn(dns, question, question->resent && !sending->first);
	if (!question->at)
		dns->best = server;
	entry->answer.rcode = rcode;
	entry->answer.aa = sending->aa;
	/* A step more than DNS_CNAME_MAX is a loop by then. */
	if (reply->follow && !question->at)
		follow(dns, question, reply);
	else
		dns_entry_reply(dns, entry, reply);
}
