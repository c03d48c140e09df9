/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/socket.h>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "hosts.h"
#include "i18n.h"
#include "stream.h"
#include "stream_impl.h"

#define ADDRESSES_MAX 16
#define NEXT_ADDRESS_MS 250

struct addresses {
	struct ip ip[ADDRESSES_MAX];
	size_t count;
};

/* What an answer holds, behind the addresses that are there. */
static void
take_answer(struct addresses *to, const struct dns_answer *answer)
{
	size_t i;

	if (answer->status != DNS_DATA)
		return;
	for (i = 0; i < answer->count && to->count < ADDRESSES_MAX; i++)
		to->ip[to->count++] = answer->rr[i].ip;
}

/* The answer that tells why a name has no address: a failure says more than
 * that there is none. */
static const struct dns_answer *
why_none(const struct dns_answer *aaaa, const struct dns_answer *a)
{
	return dns_failed(aaaa) && !dns_failed(a) ? aaaa : a;
}

static void
ask_dns(struct stream *stream, struct addresses *found, struct dns *dns)
{
	const struct dns_answer *aaaa, *a;

	for (;;) {
		aaaa = dns_ask(dns, stream->host, DNS_AAAA);
		a = dns_ask(dns, stream->host, DNS_A);
		if (aaaa->status != DNS_PENDING && a->status != DNS_PENDING)
			break;
		dns_run(dns, a->status == DNS_PENDING ? a : aaaa,
		    stream->deadline);
	}
	take_answer(found, aaaa);
	take_answer(found, a);
	if (found->count == 0)
		stream->unresolved = why_none(aaaa, a);
}

static void
find_addresses(struct stream *stream, struct addresses *found,
    struct dns *dns)
{
	if (ip_parse(&found->ip[0], stream->host)) {
		found->count = 1;
		return;
	}
	found->count = hosts_find(found->ip, HOSTS_PATH, stream->host);
	if (found->count == 0 && dns != NULL)
		ask_dns(stream, found, dns);
	if (found->count == 0)
		stream_fail(stream, STREAM_NO_NAME,
		    stream->unresolved != NULL &&
		    stream->unresolved->status == DNS_NXDOMAIN ?
		    _("the name %s does not exist (NXDOMAIN)") :
		    _("the name %s has no address"), stream->host);
}

/* IPv6 first, then by turns (RFC 8305 4): one dead family costs one wait. */
static void
sort_addresses(struct addresses *addresses)
{
	struct addresses sorted = { .count = 0 };
	uint8_t family = 6;
	bool used[ADDRESSES_MAX] = { false };
	size_t i;

	while (sorted.count < addresses->count) {
		for (i = 0; i < addresses->count; i++)
			if (!used[i] && addresses->ip[i].version == family)
				break;
		family = family == 6 ? 4 : 6;
		if (i == addresses->count)
			continue;
		used[i] = true;
		sorted.ip[sorted.count++] = addresses->ip[i];
	}
	*addresses = sorted;
}

struct attempts {
	struct pollfd fds[ADDRESSES_MAX];	/* fd -1: over */
	size_t started;
	size_t open;
	int error;		/* the errno that says most */
};

/* How much an errno says about the server: a time-out or a refusal more than
 * that we have no way to one of its addresses. */
static int
weight(int error)
{
	switch (error) {
	case 0:
		return 0;
	case ENETUNREACH:
	case EAFNOSUPPORT:
	case EADDRNOTAVAIL:
		return 1;
	case EHOSTUNREACH:
		return 2;
	case ECONNREFUSED:
		return 3;
	default:
		return 4;
	}
}

static void
note_error(struct attempts *attempts, int error)
{
	if (weight(error) > weight(attempts->error))
		attempts->error = error;
}

static int
start_connect(const struct ip *ip, const char *port)
{
	struct sockaddr_storage address;
	struct endpoint endpoint = { *ip, (uint16_t)strtoul(port, NULL, 10) };
	socklen_t length = endpoint_sockaddr(&endpoint, &address);
	int fd, on = 1, saved;

	fd = socket(address.ss_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -1;
	/* The end of the handshake and the first command are two writes. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (connect(fd, (struct sockaddr *)&address, length) == 0 ||
	    errno == EINPROGRESS)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

static void
start_next(struct attempts *attempts, const struct ip *ip, const char *port)
{
	struct pollfd *pfd = &attempts->fds[attempts->started++];

	pfd->events = POLLOUT;
	pfd->revents = 0;
	pfd->fd = start_connect(ip, port);
	if (pfd->fd == -1)
		note_error(attempts, errno);
	else
		attempts->open++;
}

/* The first connected attempt, or -1; takes out those that failed. */
static int
take_connected(struct attempts *attempts)
{
	socklen_t length = sizeof(int);
	size_t i;
	int error;

	for (i = 0; i < attempts->started; i++) {
		if (attempts->fds[i].fd == -1 || attempts->fds[i].revents == 0)
			continue;
		if (getsockopt(attempts->fds[i].fd, SOL_SOCKET, SO_ERROR,
		    &error, &length) == -1)
			error = errno;
		if (error == 0)
			return (int)i;
		note_error(attempts, error);
		close(attempts->fds[i].fd);
		attempts->fds[i].fd = -1;
		attempts->open--;
	}
	return -1;
}

static void
close_all(struct attempts *attempts)
{
	size_t i;

	for (i = 0; i < attempts->started; i++)
		if (attempts->fds[i].fd != -1)
			close(attempts->fds[i].fd);
}

/* The index of the address that answered first, or -1. */
static int
race(struct attempts *attempts, const struct addresses *addresses,
    const char *port, int64_t deadline)
{
	int64_t next = clock_now(), until;
	int winner = -1;

	while (winner == -1 && clock_now() < deadline) {
		if (attempts->started < addresses->count &&
		    (attempts->open == 0 || clock_now() >= next)) {
			start_next(attempts, &addresses->ip[attempts->started],
			    port);
			next = clock_now() + NEXT_ADDRESS_MS;
		}
		if (attempts->open == 0 &&
		    attempts->started == addresses->count)
			return -1;
		if (attempts->open == 0)
			continue;
		until = attempts->started < addresses->count &&
		    next < deadline ? next : deadline;
		if (poll(attempts->fds, (nfds_t)attempts->started,
		    clock_left(until)) > 0)
			winner = take_connected(attempts);
	}
	if (winner == -1)
		note_error(attempts, ETIMEDOUT);
	return winner;
}

static void
fail_connect(struct stream *stream, const struct addresses *addresses,
    int error)
{
	char text[IP_TEXT_MAX];

	switch (error) {
	case ENETUNREACH:
	case EAFNOSUPPORT:
	case EADDRNOTAVAIL:
	case EHOSTUNREACH:
		stream_fail(stream, STREAM_NO_ROUTE,
		    _("this host has no route to %s (%s)"), stream->host,
		    ip_text(&addresses->ip[0], text));
		break;
	case ECONNREFUSED:
		stream_fail(stream, STREAM_REFUSED,
		    _("%s refuses connections on port %s"), stream->host,
		    stream->port);
		break;
	case ETIMEDOUT:
		stream_fail(stream, STREAM_TIMEOUT,
		    _("%s does not answer on port %s"), stream->host,
		    stream->port);
		break;
	case EACCES:
	case EPERM:
	case EMFILE:
	case ENFILE:
	case ENOBUFS:
		stream_fail(stream, STREAM_LOCAL,
		    _("this host cannot connect to %s port %s: %s"),
		    stream->host, stream->port, strerror(error));
		break;
	default:
		stream_fail(stream, STREAM_RESET,
		    _("no connection to %s port %s: %s"), stream->host,
		    stream->port, strerror(error));
		break;
	}
}

static void
open_first(struct stream *stream, const struct addresses *addresses)
{
	struct attempts attempts = { .started = 0 };
	int winner;

	die_stage(_("connecting to %s port %s"), stream->host, stream->port);
	winner = race(&attempts, addresses, stream->port, stream->deadline);
	if (winner == -1) {
		fail_connect(stream, addresses, attempts.error);
	} else {
		stream->fd = attempts.fds[winner].fd;
		stream->peer = addresses->ip[winner];
		attempts.fds[winner].fd = -1;
		stream->rounds = 1;
		stream->asked = true;
	}
	close_all(&attempts);
}

struct stream *
stream_connect(const char *host, const char *port, struct dns *dns,
    int64_t deadline)
{
	struct stream *stream = stream_from(-1, host, deadline);
	struct addresses addresses = { .count = 0 };

	stream->port = xstrdup(port);
	find_addresses(stream, &addresses, dns);
	if (stream->fault == STREAM_WELL) {
		sort_addresses(&addresses);
		open_first(stream, &addresses);
	}
	return stream;
}
