/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "resolvconf.h"
#include "unit.h"

/* The servers that text names, as "192.0.2.1 2001:db8::1". */
static const char *
servers_of(char all[1024], const char *text, size_t length)
{
	struct endpoint servers[RESOLVCONF_MAX];
	size_t i, count = resolvconf_parse(servers, text, length);
	char one[ENDPOINT_TEXT_MAX];

	all[0] = '\0';
	for (i = 0; i < count; i++) {
		endpoint_text(&servers[i], one, 53);
		snprintf(all + strlen(all), 1024 - strlen(all), "%s%s",
		    i == 0 ? "" : " ", one);
	}
	return (all);
}

START_TEST(test_parsed)
{
	static const struct {
		const char *text, *servers;
	} cases[] = {
		{ "nameserver 192.0.2.1\n", "192.0.2.1" },
		{ "nameserver 192.0.2.1", "192.0.2.1" },
		{ "nameserver\t192.0.2.1\t\r\n", "192.0.2.1" },
		{ "nameserver 192.0.2.1 # ours\n", "192.0.2.1" },
		{ "nameserver   2001:db8::1\nnameserver 192.0.2.1\n",
		    "2001:db8::1 192.0.2.1" },
		{ "search example.jp\noptions ndots:5\n"
		    "nameserver 192.0.2.2\nsortlist 192.0.2.0/24\n",
		    "192.0.2.2" },
		{ "nameserver 192.0.2.1\nnameserver 192.0.2.1\n",
		    "192.0.2.1" },
		{ "nameserver 192.0.2.x\nnameserver 192.0.2.3\n",
		    "192.0.2.3" },
		{ "nameserver 1.0.0.1\nnameserver 1.0.0.2\n"
		    "nameserver 1.0.0.3\nnameserver 1.0.0.4\n"
		    "nameserver 1.0.0.5\nnameserver 1.0.0.6\n"
		    "nameserver 1.0.0.7\nnameserver 1.0.0.8\n"
		    "nameserver 1.0.0.9\n",
		    "1.0.0.1 1.0.0.2 1.0.0.3 1.0.0.4 1.0.0.5 1.0.0.6 "
		    "1.0.0.7 1.0.0.8" },
	};
	char all[1024];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_str_eq(servers_of(all, cases[i].text,
		    strlen(cases[i].text)), cases[i].servers);
}
END_TEST

START_TEST(test_passed_over)
{
	static const char *const cases[] = { "", "\n\n\n", "nameserver",
		"nameserver\n", "nameserver \n", "nameserver \t \r\n",
		" nameserver 192.0.2.1\n", "#nameserver 192.0.2.1\n",
		"; nameserver 192.0.2.1\n", "nameserver192.0.2.1\n",
		"nameservers 192.0.2.1\n", "NAMESERVER 192.0.2.1\n",
		"nameserver 192.0.2.1:53\n", "nameserver [::1]\n",
		"nameserver fe80::1%eth0\n", "nameserver localhost\n",
		"nameserver 192.0.2.01\n", "nameserver 192.0.2.1,192.0.2.2\n",
		"nameserver\n192.0.2.1\n", "nameserver 192.0.2.1\v\n",
		"nameserver 123456789012345678901234567890123456789012\n",
	};
	char all[1024];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_str_eq(servers_of(all, cases[i],
		    strlen(cases[i])), "");
}
END_TEST

START_TEST(test_garbage)
{
	static const char nul[] = "nameserver 192.0.2.1\0.7\n"
	    "nameserver 192.0.2.\0002\n\0nameserver 192.0.2.3\n"
	    "nameserver 192.0.2.4\n";
	unsigned char noise[4096];
	unsigned int state = 1;
	char all[1024];
	size_t i;

	ck_assert_str_eq(servers_of(all, nul, sizeof(nul) - 1), "192.0.2.4");
	for (i = 0; i < sizeof(noise); i++) {
		state = state * 1103515245 + 12345;
		noise[i] = (unsigned char)(state >> 16);
	}
	ck_assert_str_eq(servers_of(all, (char *)noise, sizeof(noise)), "");
}
END_TEST

static void
write_file(const char *path, const char *text, size_t times)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	while (times-- > 0)
		ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

START_TEST(test_files)
{
	char folder[] = "/tmp/test_resolvconf.XXXXXX", path[64];
	struct endpoint servers[RESOLVCONF_MAX];
	size_t count = 7;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/resolv.conf", folder);
	ck_assert_ptr_null(resolvconf_read(path, servers, &count));
	ck_assert_uint_eq(count, 0);
	write_file(path, "", 1);
	ck_assert_ptr_null(resolvconf_read(path, servers, &count));
	ck_assert_uint_eq(count, 0);
	write_file(path, "nameserver 192.0.2.1\n", 100);
	ck_assert_ptr_null(resolvconf_read(path, servers, &count));
	ck_assert_uint_eq(count, 1);
	ck_assert_uint_eq(servers[0].port, 53);
	write_file(path, "nameserver 192.0.2.1 234567890#\n", 65536 / 32);
	ck_assert_ptr_null(resolvconf_read(path, servers, &count));
	ck_assert_uint_eq(count, 1);
	write_file(path, "nameserver 192.0.2.1 234567890#\n",
	    65536 / 32 + 1);
	ck_assert_str_eq(resolvconf_read(path, servers, &count),
	    "it is larger than 64 KiB");
	ck_assert_uint_eq(count, 0);
	ck_assert_int_eq(unlink(path), 0);
	/* nobody ever writes into it */
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert_ptr_null(resolvconf_read(path, servers, &count));
	ck_assert_uint_eq(count, 0);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_str_eq(resolvconf_read(folder, servers, &count),
	    strerror(EISDIR));
	ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

/* What is advised for a finding of this cause. */
static void
advised(char *text, size_t size, const char *token, const char *const *servers,
    bool given)
{
	struct cause cause = { token, "x" };
	struct endpoint endpoints[RESOLVCONF_MAX];
	struct report *report = report_new("MX");
	size_t n;

	for (n = 0; servers[n] != NULL; n++)
		ck_assert(endpoint_parse(&endpoints[n], servers[n], 53));
	report_add(report, "a.jp", STATE_UNKNOWN, "x");
	report_cause(report, &cause);
	report_add(report, "a.jp", STATE_CRITICAL, "y");
	resolvconf_advise(report, endpoints, n, given);
	report_text(report, 0, text, size);
	report_free(report);
}

START_TEST(test_advised)
{
	static const struct {
		const char *token, *servers[6];
		bool given;
		const char *wanted;
	} rows[] = {
		{ "resolver_sick", { "192.0.2.1", NULL }, false,
		    "Resolver asked: 192.0.2.1. See the nameserver lines in "
		    "/etc/resolv.conf, or name a resolver with --server." },
		{ "no_route", { "192.0.2.1:5353", "[2001:db8::1]:54", NULL },
		    true, "Resolver asked: 192.0.2.1:5353, [2001:db8::1]:54, "
		    "named with --server. See whether it runs" },
		{ "resolver_lost", { "192.0.2.1", "192.0.2.2", "2001:db8::1",
		    NULL }, true, ": 192.0.2.1, 192.0.2.2, 2001:db8::1, n" },
		{ "resolver_refuses", { "192.0.2.1", "192.0.2.2", "192.0.2.3",
		    "192.0.2.4", "192.0.2.5", NULL }, false,
		    ": 192.0.2.1, 192.0.2.2, 192.0.2.3 and 2 more. See the" },
		{ "resolver_tcp", { "::1", NULL }, false, "asked: ::1. See" },
		{ "dns_silent", { "192.0.2.1", NULL }, true, NULL },
		{ "no_time", { "192.0.2.1", NULL }, true, NULL },
	};
	char text[REPORT_TEXT_MAX];
	size_t i;

	for (i = 0; i < UNIT_COUNT(rows); i++) {
		advised(text, sizeof(text), rows[i].token, rows[i].servers,
		    rows[i].given);
		if (rows[i].wanted == NULL)
			ck_assert_ptr_null(strstr(text, "asked"));
		else
			ck_assert_msg(strstr(text, rows[i].wanted) != NULL,
			    "row %zu: %s", i, text);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { test_parsed, test_passed_over,
		test_garbage, test_files, test_advised };

	return (unit_run("resolvconf", tests, UNIT_COUNT(tests)));
}
