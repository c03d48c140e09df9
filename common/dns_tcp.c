/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "die.h"
#include "dns_int.h"

/* One question on one connection.  RFC 7766: two octets of length first. */
struct dns_tcp {
	struct dns_handle handle;
	int fd;
	struct dns_question *question;
	struct dns_sending sending;	/* what the UDP sending was */
	uint8_t out[2 + DNS_WIRE_QUERY_MAX];
	size_t out_size, out_done;
	uint8_t *in;			/* 2 + 65535 octets */
	size_t in_done;
	struct dns_tcp *next;		/* dead ones */
};

#define IN_SIZE (2 + 65535)

void
dns_tcp_drop(struct dns *dns, struct dns_question *question)
{
	struct dns_tcp *tcp = question->tcp;

	if (!tcp)
		return;
	question->tcp = NULL;
	close(tcp->fd);
	tcp->fd = -1;
	dns->sockets--;
	/* An event of this round may still name it. */
	tcp->next = dns->dead_tcp;
	dns->dead_tcp = tcp;
}

int
dns_tcp_server(const struct dns_question *question)
{
	return question->tcp ? question->tcp->sending.server : -1;
}

void
dns_tcp_bury(struct dns *dns)
{
	struct dns_tcp *tcp;

	while ((tcp = dns->dead_tcp) != NULL) {
		dns->dead_tcp = tcp->next;
		free(tcp->in);
		free(tcp);
	}
}

static int
tcp_connect(struct dns *dns, const struct endpoint *endpoint)
{
	struct sockaddr_storage address;
	socklen_t length = endpoint_sockaddr(endpoint, &address);
	int fd;

	if (dns->sockets >= dns->sockets_max)
		return -1;
	fd = socket(address.ss_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	if (connect(fd, (struct sockaddr *)&address, length) == 0 ||
	    errno == EINPROGRESS)
		return fd;
	close(fd);
	return -1;
}

static bool
tcp_start(struct dns *dns, struct dns_question *question,
    const struct dns_sending *sending)
{
	struct dns_server *server =
	    dns_question_server(dns, question, sending->server);
	struct dns_flags flags = {
		.rd = !question->at, sending->cd, sending->edns };
	struct epoll_event event = { .events = EPOLLOUT };
	struct dns_tcp *tcp;
	size_t size;
	int fd = tcp_connect(dns, &server->endpoint);

	if (fd < 0)
		return false;
	tcp = xcalloc(1, sizeof(*tcp));
	tcp->handle.tcp = tcp;
	event.data.ptr = &tcp->handle;
	if (epoll_ctl(dns->epoll, EPOLL_CTL_ADD, fd, &event) != 0)
		die("epoll_ctl: %s", strerror(errno));
	dns->sockets++;
	dns->sent++;
	tcp->fd = fd;
	tcp->question = question;
	tcp->sending = *sending;
	tcp->sending.id = dns_random16(dns);
	size = dns_wire_query(tcp->out + 2, tcp->sending.id, question->wire,
	    question->length, question->entry->answer.type, flags);
	tcp->out[0] = (uint8_t)(size >> 8);
	tcp->out[1] = (uint8_t)size;
	tcp->out_size = size + 2;
	tcp->in = xcalloc(1, IN_SIZE);
	question->tcp = tcp;
	return true;
}

void
dns_tcp_ask(struct dns *dns, struct dns_question *question,
    const struct dns_sending *sending, uint8_t rcode)
{
	if (dns_tcp_server(question) == sending->server)
		return;
	/* Another server has been silent by TCP so far. */
	dns_tcp_drop(dns, question);
	dns_place_free(dns, question);
	if (!tcp_start(dns, question, sending))
		dns_question_failed(dns, question, sending, DNS_TRUNCATED,
		    rcode);
}

static void
tcp_failed(struct dns *dns, struct dns_tcp *tcp)
{
	struct dns_question *question = tcp->question;

	dns_tcp_drop(dns, question);
	dns_question_failed(dns, question, &tcp->sending, DNS_TRUNCATED, 0);
}

/* All is written; from now on it is read. */
static void
tcp_turn(struct dns *dns, struct dns_tcp *tcp)
{
	struct epoll_event event = { .events = EPOLLIN };

	event.data.ptr = &tcp->handle;
	epoll_ctl(dns->epoll, EPOLL_CTL_MOD, tcp->fd, &event);
}

static void
tcp_reply(struct dns *dns, struct dns_tcp *tcp, size_t size)
{
	struct dns_question *question = tcp->question;
	const uint8_t *packet = tcp->in + 2;
	struct dns_reply reply;
	struct dns_head head;

	if (!dns_wire_head(&head, packet, size, question->wire,
	    question->length, question->entry->answer.type) ||
	    head.id != tcp->sending.id || head.tc) {
		tcp_failed(dns, tcp);
		return;
	}
	dns_wire_reply(&reply, packet, size, question->wire,
	    question->length, question->entry->answer.type,
	    question->cnames);
	tcp->sending.aa = head.aa;
	dns_tcp_drop(dns, question);
	dns_question_reply(dns, question, &reply, &tcp->sending);
	free(reply.rr);
}

static void
tcp_read(struct dns *dns, struct dns_tcp *tcp)
{
	size_t wanted = 2;
	ssize_t n;

	for (;;) {
		if (tcp->in_done >= 2)
			wanted = 2 + ((size_t)tcp->in[0] << 8 | tcp->in[1]);
		if (tcp->in_done >= 2 && tcp->in_done == wanted) {
			tcp_reply(dns, tcp, wanted - 2);
			return;
		}
		n = recv(tcp->fd, tcp->in + tcp->in_done,
		    wanted - tcp->in_done, 0);
		if (n > 0)
			tcp->in_done += (size_t)n;
		else if (n < 0 && errno == EINTR)
			continue;
		else if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return;
		else {
			tcp_failed(dns, tcp);
			return;
		}
	}
}

void
dns_tcp_event(struct dns *dns, struct dns_tcp *tcp)
{
	ssize_t n;

	if (tcp->fd < 0)
		return;
	if (tcp->out_done == tcp->out_size) {
		tcp_read(dns, tcp);
		return;
	}
	n = send(tcp->fd, tcp->out + tcp->out_done,
	    tcp->out_size - tcp->out_done, MSG_NOSIGNAL);
	if (n < 0) {
		if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
			tcp_failed(dns, tcp);
		return;
	}
	tcp->out_done += (size_t)n;
	if (tcp->out_done == tcp->out_size)
		tcp_turn(dns, tcp);
}
