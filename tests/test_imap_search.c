/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a search found, and the sets that ask for it again.  What a server may
 * say wrongly is in test_quota.c. */
#include <sys/socket.h>

#include <check.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "imap_search.h"
#include "unit.h"

#define LONG_WAIT 60000

static struct stream *
told(const char *said, size_t n)
{
	int fds[2], size = 4 * 1024 * 1024;

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	setsockopt(fds[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	ck_assert_int_eq(write(fds[1], said, n), (ssize_t)n);
	shutdown(fds[1], SHUT_WR);
	/* the other end stays open, so that commands have where to go */
	return stream_from(fds[0], "imap.example.jp",
	    clock_now() + LONG_WAIT);
}

START_TEST(search_sets)
{
	static const char line[] = "* SEARCH 1 2 3 7 9 10 8 4294967295\n";
	struct stream *stream = told(line, sizeof(line) - 1);
	struct imap_search search = { 0 };
	char set[16];
	size_t range = 0;

	ck_assert(imap_search_read(&search, stream));
	ck_assert_uint_eq(search.count, 8);
	ck_assert_str_eq(imap_search_set(&search, &range, set, sizeof(set)),
	    "1:3,7,9:10,8");
	ck_assert_str_eq(imap_search_set(&search, &range, set, sizeof(set)),
	    "4294967295");
	ck_assert_str_eq(imap_search_set(&search, &range, set, sizeof(set)),
	    "");
	imap_search_free(&search);
	stream_free(stream);
}
END_TEST

START_TEST(search_holds_so_many)
{
	static const char line[] = "* ESEARCH UID ALL 1:4000000000,7 "
	    "COUNT 4000000001\n";
	struct stream *stream = told(line, sizeof(line) - 1);
	struct imap_search search = { 0 };
	char set[32];
	size_t range = 0;

	ck_assert(imap_search_read(&search, stream));
	ck_assert_uint_eq(search.count, 4000000001);
	ck_assert_uint_eq(search.held, IMAP_SEARCH_HELD);
	ck_assert_str_eq(imap_search_set(&search, &range, set, sizeof(set)),
	    "1:100000");
	imap_search_free(&search);
	stream_free(stream);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { search_sets, search_holds_so_many };

	return unit_run("imap_search", tests, UNIT_COUNT(tests));
}
