/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/socket.h>

#include <netinet/in.h>

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "stream.h"
#include "unit.h"

#define LONG_WAIT 60000
#define SHORT_WAIT 50

/* A stream whose other side has said this; it is closed behind it unless it
 * is to stay open. */
static struct stream *
hear(const char *octets, size_t n, bool stays, int *peer, int64_t wait)
{
	int fds[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0,
	    fds), 0);
	ck_assert_int_eq(write(fds[1], octets, n), (ssize_t)n);
	*peer = fds[1];
	if (!stays)
		ck_assert_int_eq(shutdown(fds[1], SHUT_WR), 0);
	return stream_from(fds[0], "mail.example.jp", clock_now() + wait);
}

static void
expect_error(struct stream *stream, enum stream_fault fault, const char *text)
{
	ck_assert_int_eq(stream_fault(stream), fault);
	ck_assert_msg(strstr(stream_error(stream), text) != NULL, "%s",
	    stream_error(stream));
	ck_assert_ptr_null(stream_line(stream, NULL));
	ck_assert_int_eq(stream_octet(stream), -1);
	ck_assert_ptr_null(stream_octets(stream, 1));
	ck_assert(!stream_begins(stream, "x"));
	ck_assert_int_eq(stream_fault(stream), fault);
}

START_TEST(lines)
{
	static const char said[] = "one\r\ntwo\n\r\n\nfi\0ve\r\n6\r6\r\n{3}xy";
	size_t n;
	int peer;
	struct stream *stream = hear(said, sizeof(said) - 1, false, &peer,
	    LONG_WAIT);

	ck_assert_str_eq(stream_line(stream, &n), "one");
	ck_assert_uint_eq(n, 3);
	ck_assert_str_eq(stream_line(stream, NULL), "two");
	ck_assert_str_eq(stream_line(stream, NULL), "");
	ck_assert_str_eq(stream_line(stream, NULL), "");
	ck_assert_mem_eq(stream_line(stream, &n), "fi\0ve", 6);
	ck_assert_uint_eq(n, 5);
	ck_assert_str_eq(stream_line(stream, NULL), "6\r6");
	ck_assert(stream_begins(stream, "{3}"));
	ck_assert(!stream_begins(stream, "{3}Y"));
	ck_assert_int_eq(stream_octet(stream), '{');
	ck_assert_mem_eq(stream_octets(stream, 4), "3}xy", 4);
	ck_assert_ptr_null(stream_line(stream, NULL));
	expect_error(stream, STREAM_CLOSED, "closed the connection");
	stream_free(stream);
	close(peer);
}
END_TEST

START_TEST(a_line_of_the_limit)
{
	char said[200];
	size_t n;
	int peer;
	struct stream *stream;

	memset(said, 'x', sizeof(said));
	said[100] = '\n';
	said[199] = '\n';
	stream = hear(said, sizeof(said), true, &peer, LONG_WAIT);
	stream_limit(stream, 100);
	ck_assert_ptr_nonnull(stream_line(stream, &n));
	ck_assert_uint_eq(n, 100);
	stream_limit(stream, 97);
	ck_assert_ptr_null(stream_line(stream, &n));
	expect_error(stream, STREAM_TOO_LONG, "more than 97 bytes");
	stream_free(stream);
	close(peer);
}
END_TEST

START_TEST(a_line_without_end)
{
	char said[STREAM_LINE_MAX + 10];
	int peer;
	struct stream *stream;

	memset(said, 'x', sizeof(said));
	stream = hear(said, sizeof(said), true, &peer, LONG_WAIT);
	ck_assert_ptr_null(stream_line(stream, NULL));
	expect_error(stream, STREAM_TOO_LONG, "more than 8192 bytes");
	stream_free(stream);
	close(peer);
}
END_TEST

START_TEST(time_is_over)
{
	int peer;
	struct stream *stream = hear("half a li", 9, true, &peer, SHORT_WAIT);

	stream_stage(stream, "the greeting");
	ck_assert_ptr_null(stream_line(stream, NULL));
	expect_error(stream, STREAM_TIMEOUT, "waited for the greeting");
	stream_free(stream);
	close(peer);
}
END_TEST

START_TEST(first_error_stays)
{
	int peer;
	struct stream *stream = hear("", 0, true, &peer, LONG_WAIT);
	char octet;

	ck_assert_str_eq(stream_error(stream), "");
	stream_fail(stream, STREAM_PROTOCOL, "first %d", 1);
	stream_fail(stream, STREAM_TIMEOUT, "second");
	expect_error(stream, STREAM_PROTOCOL, "first 1");
	stream_puts(stream, "not sent\r\n");
	stream_flush(stream);
	stream_free(stream);
	ck_assert_int_eq(read(peer, &octet, 1), 0);
	close(peer);
}
END_TEST

START_TEST(sends_before_it_reads)
{
	char got[64];
	int peer;
	struct stream *stream = hear("answer\r\n", 8, true, &peer, LONG_WAIT);

	stream_puts(stream, "one ");
	stream_write(stream, "two\r\n", 5);
	ck_assert_int_eq(read(peer, got, sizeof(got)), -1);
	ck_assert_str_eq(stream_line(stream, NULL), "answer");
	ck_assert_int_eq(read(peer, got, sizeof(got)), 9);
	ck_assert_mem_eq(got, "one two\r\n", 9);
	ck_assert_uint_eq(stream_rounds(stream), 1);
	stream_free(stream);
	close(peer);
}
END_TEST

/* What the server said last is worth more than that it is gone. */
START_TEST(peer_is_gone)
{
	int peer;
	struct stream *stream = hear("* BYE later\r\n", 13, true, &peer,
	    LONG_WAIT);

	close(peer);
	stream_puts(stream, "hello\r\n");
	stream_flush(stream);
	ck_assert_str_eq(stream_line(stream, NULL), "* BYE later");
	ck_assert_ptr_null(stream_line(stream, NULL));
	ck_assert_int_ne(stream_fault(stream), STREAM_WELL);
	stream_free(stream);
}
END_TEST

START_TEST(injected)
{
	struct stream_tls tls = { .insecure = true };
	int peer;
	struct stream *stream = hear("OK begin\r\n* OK trap\r\n", 21, true,
	    &peer, LONG_WAIT);

	ck_assert_ptr_nonnull(stream_line(stream, NULL));
	stream_start_tls(stream, &tls);
	ck_assert(!stream_is_tls(stream));
	expect_error(stream, STREAM_INJECTED, "plain text");
	stream_free(stream);
	close(peer);
}
END_TEST

START_TEST(injected_later)
{
	struct stream_tls tls = { .insecure = true };
	int peer;
	struct stream *stream = hear("OK begin\r\n", 10, true, &peer,
	    LONG_WAIT);

	ck_assert_ptr_nonnull(stream_line(stream, NULL));
	ck_assert_int_eq(write(peer, "* OK\r\n", 6), 6);
	stream_start_tls(stream, &tls);
	expect_error(stream, STREAM_INJECTED, "plain text");
	stream_free(stream);
	close(peer);
}
END_TEST

START_TEST(no_certificates)
{
	struct stream_tls file = { .ca_file = "no-such-file" };
	struct stream_tls dir = { .ca_dir = "no-such-folder" };
	int peer;
	struct stream *stream = hear("", 0, true, &peer, LONG_WAIT);

	stream_start_tls(stream, &file);
	expect_error(stream, STREAM_LOCAL, "--ca-file no-such-file");
	stream_free(stream);
	close(peer);
	stream = hear("", 0, true, &peer, LONG_WAIT);
	stream_start_tls(stream, &dir);
	expect_error(stream, STREAM_LOCAL, "--ca-dir no-such-folder");
	stream_free(stream);
	close(peer);
}
END_TEST

START_TEST(names)
{
	struct stream *stream = stream_connect("no-such-name.invalid", "1",
	    NULL, clock_now() + LONG_WAIT);
	struct dns *dns = dns_from_text("six.example. AAAA ::1\n");

	expect_error(stream, STREAM_NO_NAME, "no address");
	ck_assert_ptr_null(stream_unresolved(stream));
	stream_free(stream);

	stream = stream_connect("no.example", "1", dns,
	    clock_now() + LONG_WAIT);
	expect_error(stream, STREAM_NO_NAME, "does not exist (NXDOMAIN)");
	ck_assert_int_eq(stream_unresolved(stream)->status, DNS_NXDOMAIN);
	stream_free(stream);

	dns_fail(dns, "bad.example", DNS_AAAA, DNS_SERVFAIL);
	stream = stream_connect("bad.example", "1", dns,
	    clock_now() + LONG_WAIT);
	expect_error(stream, STREAM_NO_NAME, "no address");
	ck_assert_int_eq(stream_unresolved(stream)->status, DNS_SERVFAIL);
	stream_free(stream);
	dns_free(dns);
}
END_TEST

/* A port that was ours and is closed again. */
START_TEST(refused)
{
	struct dns *dns = dns_from_text("two.example. A 127.0.0.1\n"
	    "two.example. A 127.0.0.2\n");
	struct endpoint any = { { 4, { 127, 0, 0, 1 } }, 0 };
	struct sockaddr_storage address;
	socklen_t length = endpoint_sockaddr(&any, &address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct stream *stream;
	char port[8];

	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, length), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&address,
	    &length), 0);
	snprintf(port, sizeof(port), "%d",
	    ntohs(((struct sockaddr_in *)&address)->sin_port));
	stream = stream_connect("two.example", port, dns,
	    clock_now() + LONG_WAIT);
	expect_error(stream, STREAM_REFUSED, "refuses connections");
	stream_free(stream);
	/* ... and one that listens wins, whichever address it has */
	ck_assert_int_eq(listen(fd, 1), 0);
	stream = stream_connect("two.example", port, dns,
	    clock_now() + LONG_WAIT);
	ck_assert_int_eq(stream_fault(stream), STREAM_WELL);
	ck_assert(ip_equal(stream_peer(stream), &any.ip));
	stream_free(stream);
	close(fd);
	dns_free(dns);
}
END_TEST

/* A socket of its own on this endpoint, or -1 when somebody else has it. */
static int
bound(const struct endpoint *endpoint)
{
	struct sockaddr_storage address;
	socklen_t length = endpoint_sockaddr(endpoint, &address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(fd, (struct sockaddr *)&address, length) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Two of them on the same port, which others may have on either address. */
static void
bound_pair(struct endpoint *a, int *fda, struct endpoint *b, int *fdb)
{
	int tries;

	a->port = (uint16_t)(20000 + clock_now() % 10000);
	for (tries = 0; tries < 1000 && *fdb < 0; tries++) {
		b->port = ++a->port;
		if (*fda >= 0)
			close(*fda);
		if ((*fda = bound(a)) >= 0)
			*fdb = bound(b);
	}
	ck_assert_int_ge(*fdb, 0);
}

/* A listener whose queue is full drops what comes: an address that is silent
 * is left behind after a quarter of a second. */
START_TEST(silent_address)
{
	struct dns *dns = dns_from_text("two.example. A 127.0.0.2\n"
	    "two.example. A 127.0.0.1\n");
	struct endpoint full = { { 4, { 127, 0, 0, 2 } }, 0 };
	struct endpoint well = { { 4, { 127, 0, 0, 1 } }, 0 };
	struct sockaddr_storage address;
	socklen_t length;
	int silent = -1, first, fd = -1;
	int64_t start = clock_now();
	struct stream *stream;
	char port[8];

	bound_pair(&full, &silent, &well, &fd);
	ck_assert_int_eq(listen(silent, 0), 0);
	length = endpoint_sockaddr(&full, &address);
	first = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(connect(first, (struct sockaddr *)&address, length),
	    0);
	snprintf(port, sizeof(port), "%u", well.port);
	ck_assert_int_eq(listen(fd, 1), 0);
	stream = stream_connect("two.example", port, dns, start + LONG_WAIT);
	ck_assert_int_eq(stream_fault(stream), STREAM_WELL);
	ck_assert(ip_equal(stream_peer(stream), &well.ip));
	ck_assert_int_ge(clock_now() - start, 200);
	stream_free(stream);
	/* ... and is a time-out when it is the only one */
	stream = stream_connect("127.0.0.2", port, NULL,
	    clock_now() + SHORT_WAIT);
	expect_error(stream, STREAM_TIMEOUT, "does not answer on port");
	stream_free(stream);
	close(first);
	close(silent);
	close(fd);
	dns_free(dns);
}
END_TEST

START_TEST(hmac)
{	/* RFC 2202 2, case 2 */
	static const uint8_t wanted[16] = { 0x75, 0x0c, 0x78, 0x3e, 0x6a,
	    0xb0, 0xb5, 0x03, 0xea, 0xa8, 0x6e, 0x31, 0x0a, 0x5d, 0xb7,
	    0x38 };
	uint8_t digest[16];

	ck_assert(stream_hmac_md5(digest, "Jefe", 4,
	    "what do ya want for nothing?", 28));
	ck_assert_mem_eq(digest, wanted, 16);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		lines, a_line_of_the_limit, a_line_without_end, time_is_over,
		first_error_stays, sends_before_it_reads, peer_is_gone,
		injected, injected_later, no_certificates, names, refused,
		silent_address, hmac,
	};

	return unit_run("stream", tests, UNIT_COUNT(tests));
}
