/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An IMAP server that says anything: the response parser, quota, and the
 * whole dialogue behind the login (lists, sizes, searches).
 */
#include <sys/socket.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "imap_quota.h"
#include "imap_search.h"
#include "imap_session.h"
#include "sasl.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was given comes out again within its bounds. */
static void
look(const struct imap_response *response)
{
	size_t i;

	for (i = 0; i < response->count; i++) {
		const struct imap_value *value = &response->values[i];

		if (value->span < 1 || value->span > response->count - i ||
		    strlen(value->text) != value->length)
			abort();
	}
	if (strlen(response->text) != response->text_length)
		abort();
}

static void
parse(const char *octets, size_t n)
{
	struct imap_response response = { 0 };
	static const struct transcript transcript;
	struct imap_quota quota = { 0 };
	char *copy = malloc(n + 1);
	int i;

	if (copy == NULL)
		abort();
	/* of exactly this size, so that a step too far is seen */
	memcpy(copy, octets, n);
	for (i = 0; i < 2; i++)
		if (imap_parse(&response, copy, n)) {
			look(&response);
			imap_quota_take(&quota, &response, &transcript);
		}
	imap_quota_free(&quota);
	imap_response_free(&response);
	free(copy);
}

static struct stream *
stream_of(const char *octets, size_t n)
{
	int fds[2], size = 1024 * 1024;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) == -1)
		abort();
	setsockopt(fds[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	if (write(fds[1], octets, n) != (ssize_t)n)
		abort();
	close(fds[1]);
	return stream_from(fds[0], "mail.example.jp", clock_now() + 10000);
}

static void
search(const char *octets, size_t n)
{
	struct stream *stream = stream_of(octets, n);
	struct imap_search found = { 0 };
	char set[64];
	size_t range = 0, before;

	while (imap_search_read(&found, stream))
		;
	if (found.held > IMAP_SEARCH_HELD)
		abort();
	do {
		before = range;
		imap_search_set(&found, &range, set, sizeof(set));
	} while (range > before);
	if (range != found.ranges_count)
		abort();
	imap_search_free(&found);
	stream_free(stream);
}

static void
dialogue(const char *octets, size_t n)
{
	static struct transcript transcript;
	struct stream *stream = stream_of(octets, n);
	struct secret secret = { "geheim", 6 };
	struct imap_session session;
	struct mail_login login;

	transcript = (struct transcript){ 0 };
	transcript_hide(&transcript, "user", &secret);
	imap_begin(&session, stream, &transcript);
	if (imap_greeting(&session) == IMAP_OK) {
		imap_capability(&session);
		imap_login(&session, "user", &secret, true, &login);
		imap_wait(&session, imap_send(&session, "NOOP"));
	}
	if (stream_fault(stream) != STREAM_WELL &&
	    stream_error(stream)[0] == '\0')
		abort();
	imap_end(&session);
	transcript_forget(&transcript);
	stream_free(stream);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *octets = (const char *)data;
	char decoded[256];
	size_t n;

	if (size == 0 || size > 65536)
		return 0;
	switch (octets[0]) {
	case 'S':
		search(octets + 1, size - 1);
		break;
	case 'D':
		dialogue(octets + 1, size - 1);
		break;
	case 'B':
		if (memchr(octets, '\0', size) == NULL) {
			char *text = strndup(octets + 1, size - 1);

			sasl_unbase64(decoded, sizeof(decoded), &n, text);
			free(text);
		}
		break;
	default:
		parse(octets, size);
	}
	return 0;
}
