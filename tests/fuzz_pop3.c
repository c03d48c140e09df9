/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A POP3 server that says anything: single lines, and a whole dialogue. */
#include <sys/socket.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "pop3.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
line(const char *octets, size_t n)
{
	struct pop3_reply reply;
	uint64_t messages, size;
	char *copy = malloc(n + 1);

	if (copy == NULL)
		abort();
	memcpy(copy, octets, n);
	copy[n] = '\0';
	pop3_capability(copy);
	if (pop3_parse(&reply, copy, n)) {
		if (reply.text + reply.length != copy + n ||
		    strlen(reply.code) >= sizeof(reply.code))
			abort();
		pop3_parse_stat(&reply, &messages, &size);
	}
	free(copy);
}

static void
dialogue(const char *octets, size_t n)
{
	static struct transcript transcript;
	struct pop3_session session = { .transcript = &transcript };
	struct secret secret = { "geheim", 6 };
	struct mail_login login = { 0 };
	uint64_t messages, size;
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) == -1 ||
	    write(fds[1], octets, n) != (ssize_t)n)
		abort();
	close(fds[1]);
	transcript = (struct transcript){ 0 };
	session.stream = stream_from(fds[0], "mail.example.jp",
	    clock_now() + 10000);
	if (pop3_greeting(&session)) {
		pop3_capa(&session);
		pop3_login(&session, "user", &secret, true, &login);
		if (login.end == MAIL_LOGIN_OK)
			pop3_stat(&session, &messages, &size);
	}
	if (stream_fault(session.stream) != STREAM_WELL &&
	    stream_error(session.stream)[0] == '\0')
		abort();
	stream_free(session.stream);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0 || size > 32768)
		return 0;
	if (data[0] == 'D')
		dialogue((const char *)data + 1, size - 1);
	else
		line((const char *)data, size);
	return 0;
}
