/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions into packets; packets, hostile ones too, into answers. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dns_wire.h"
#include "unit.h"

#define LABEL63 \
	"abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc"

static const struct {
	const char *name;
	size_t length;
	const char *wire;
	const char *text;
} names[] = {
	{ "a.jp", 6, "\1a\2jp", "a.jp" },
	{ "A.Jp.", 6, "\1a\2jp", "a.jp" },
	{ ".", 1, "", "" },
	{ "", 1, "", "" },
	{ "_dmarc.a.jp", 13, "\6_dmarc\1a\2jp", "_dmarc.a.jp" },
	{ "a\\.B.jp", 8, "\3a.b\2jp", "a\\046b.jp" },
	{ "a\\000b.jp", 8, "\3a\0b\2jp", "a\\000b.jp" },
	{ "\xe3\x81\x82.jp", 8, "\3\xe3\x81\x82\2jp",
	    "\\227\\129\\130.jp" },
	{ "a|b c.jp", 10, "\5a|b c\2jp", "a|b\\032c.jp" },
	{ LABEL63 ".jp", 68, NULL, LABEL63 ".jp" },
};

START_TEST(test_names)
{
	uint8_t wire[DNS_WIRE_NAME_MAX];
	char text[DNS_NAME_TEXT_MAX];
	size_t length = dns_wire_name(wire, names[_i].name);

	ck_assert_uint_eq(length, names[_i].length);
	if (names[_i].wire)
		ck_assert_mem_eq(wire, names[_i].wire, length);
	ck_assert_str_eq(dns_wire_text(text, wire, length), names[_i].text);
}
END_TEST

static const char *const refused[] = {
	"a..jp", ".a.jp", "..", LABEL63 "x.jp", "a\\", "a\\2.jp", "\\256.jp",
	LABEL63 "." LABEL63 "." LABEL63 "." LABEL63,
	"a\\..." LABEL63 "." LABEL63 "." LABEL63 "." LABEL63,
};

START_TEST(test_refused)
{
	uint8_t wire[DNS_WIRE_NAME_MAX];

	ck_assert_uint_eq(dns_wire_name(wire, refused[_i]), 0);
}
END_TEST

START_TEST(test_endless_name)
{
	uint8_t wire[DNS_WIRE_NAME_MAX];
	char name[5000];

	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ck_assert_uint_eq(dns_wire_name(wire, name), 0);
}
END_TEST

#define QUERY(flags, more) \
	"\x12\x34" flags "\0\1\0\0\0\0" more "\1a\2jp\0\0\x0f\0\1"
#define OPT "\0\0\x29\x04\xd0\0\0\0\0\0\0"

static const struct {
	struct dns_flags flags;
	size_t size;
	const char *packet;
} queries[] = {
	{ { false, false, false }, 22, QUERY("\0\0", "\0\0") },
	{ { true, false, false }, 22, QUERY("\1\0", "\0\0") },
	{ { true, true, false }, 22, QUERY("\1\x10", "\0\0") },
	{ { true, false, true }, 33, QUERY("\1\0", "\0\1") OPT },
	{ { false, false, true }, 33, QUERY("\0\0", "\0\1") OPT },
};

START_TEST(test_queries)
{
	uint8_t packet[DNS_WIRE_QUERY_MAX], wire[DNS_WIRE_NAME_MAX];
	size_t length = dns_wire_name(wire, "a.jp");
	size_t size = dns_wire_query(packet, 0x1234, wire, length, DNS_MX,
	    queries[_i].flags);

	ck_assert_uint_eq(size, queries[_i].size);
	ck_assert_mem_eq(packet, queries[_i].packet, size);
}
END_TEST

START_TEST(test_longest_query)
{
	uint8_t packet[DNS_WIRE_QUERY_MAX], wire[DNS_WIRE_NAME_MAX];
	struct dns_flags flags = { true, true, true };
	size_t length = dns_wire_name(wire, LABEL63 "." LABEL63 "." LABEL63
	    ".abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghija");

	ck_assert_uint_eq(length, 255);
	ck_assert_uint_eq(dns_wire_query(packet, 1, wire, length, DNS_TXT,
	    flags), sizeof(packet));
}
END_TEST

/* ---- replies from the file ---- */

static enum dns_type
type_of(const char *text)
{
	static const enum dns_type types[] = {
		DNS_A, DNS_AAAA, DNS_MX, DNS_TXT,
	};

	for (size_t i = 0; i < UNIT_COUNT(types); i++)
		if (strcmp(text, dns_type_name(types[i])) == 0)
			return types[i];
	ck_abort_msg("type %s", text);
}

static const char *
word_of(const struct dns_reply *reply)
{
	switch (reply->status) {
	case DNS_DATA:
		return "data";
	case DNS_NODATA:
		return reply->follow ? "follow" : "nodata";
	case DNS_NXDOMAIN:
		return "nxdomain";
	case DNS_SERVFAIL:
		return "servfail";
	case DNS_REFUSED:
		return "refused";
	case DNS_NOTIMP:
		return "notimp";
	case DNS_CNAME_LOOP:
		return "loop";
	case DNS_MALFORMED:
		return "malformed";
	default:
		return "?";
	}
}

static unsigned int
nibble(char c)
{
	const char *digits = "0123456789abcdef", *p = strchr(digits, c);

	ck_assert_msg(p && c != '\0', "hexadecimal digit %c", c);
	return (unsigned int)(p - digits);
}

/* In a block of exactly that size, so that a sanitizer sees one octet more. */
static uint8_t *
octets(const char *hex, size_t *size)
{
	uint8_t *packet;

	*size = *hex == '-' ? 0 : strlen(hex) / 2;
	packet = malloc(*size + (*size == 0));
	for (size_t i = 0; i < *size; i++)
		packet[i] = (uint8_t)(nibble(hex[2 * i]) << 4 |
		    nibble(hex[2 * i + 1]));
	return packet;
}

/* STATUS RECORDS CNAMES RCODE NAME TYPE OCTETS */
enum { STATUS, RECORDS, CNAMES, RCODE, NAME, TYPE, OCTETS, WORDS };

static void
check_reply(char *const word[WORDS], const uint8_t *packet, size_t size,
    const char *what)
{
	uint8_t wire[DNS_WIRE_NAME_MAX];
	size_t length = dns_wire_name(wire, word[NAME]);
	enum dns_type type = type_of(word[TYPE]);
	struct dns_reply reply;
	struct dns_head head;

	if (!dns_wire_head(&head, packet, size, wire, length, type)) {
		ck_assert_msg(strcmp(word[STATUS], "ignored") == 0,
		    "%s: ignored", what);
		return;
	}
	ck_assert_msg(strcmp(word[STATUS], "ignored") != 0,
	    "%s: not ignored", what);
	ck_assert_uint_eq(head.id, 0x1234);
	dns_wire_reply(&reply, packet, size, wire, length, type, 0);
	ck_assert_msg(strcmp(word_of(&reply), word[STATUS]) == 0,
	    "%s: %s, wanted %s", what, word_of(&reply), word[STATUS]);
	ck_assert_msg(reply.count == strtoul(word[RECORDS], NULL, 10),
	    "%s: %zu records", what, reply.count);
	ck_assert_msg(reply.cnames == strtoul(word[CNAMES], NULL, 10),
	    "%s: %u steps", what, reply.cnames);
	ck_assert_msg(reply.rcode == strtoul(word[RCODE], NULL, 10),
	    "%s: rcode %u", what, reply.rcode);
	ck_assert_msg((reply.rr != NULL) == (reply.count > 0), "%s", what);
	free(reply.rr);
}

static char *
data_path(const char *name)
{
	static char path[500];
	const char *srcdir = getenv("srcdir");

	snprintf(path, sizeof(path), "%s/tests/data/dns/%s",
	    srcdir ? srcdir : ".", name);
	return path;
}

START_TEST(test_replies)
{
	char line[6000], what[100] = "", *word[WORDS], *save;
	FILE *file = fopen(data_path("replies.txt"), "r");
	size_t size, n, rows = 0;
	uint8_t *packet;

	ck_assert_msg(file != NULL, "replies.txt");
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (*line == '#')
			snprintf(what, sizeof(what), "%.90s", line + 2);
		if (*line == '#' || *line == '\0')
			continue;
		for (n = 0; n < WORDS; n++)
			word[n] = strtok_r(n == 0 ? line : NULL, " ", &save);
		ck_assert_ptr_nonnull(word[OCTETS]);
		packet = octets(word[OCTETS], &size);
		check_reply(word, packet, size, what);
		free(packet);
		rows++;
	}
	fclose(file);
	ck_assert_uint_ge(rows, 90);
}
END_TEST

/* Every packet of the file cut at every octet: nothing is read beyond. */
START_TEST(test_cut)
{
	uint8_t wire[DNS_WIRE_NAME_MAX], *packet, *cut;
	size_t length = dns_wire_name(wire, "a.jp"), size, left;
	FILE *file = fopen(data_path("replies.txt"), "r");
	struct dns_reply reply;
	struct dns_head head;
	char line[6000];

	ck_assert_ptr_nonnull(file);
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (*line == '#' || *line == '\0')
			continue;
		packet = octets(strrchr(line, ' ') + 1, &size);
		for (left = 0; left < size; left++) {
			cut = malloc(left + (left == 0));
			memcpy(cut, packet, left);
			if (dns_wire_head(&head, cut, left, wire, length,
			    DNS_MX)) {
				dns_wire_reply(&reply, cut, left, wire,
				    length, DNS_MX, 0);
				free(reply.rr);
			}
			free(cut);
		}
		free(packet);
	}
	fclose(file);
}
END_TEST

START_TEST(test_values)
{
	static const char packet[] = "\x12\x34\x87\x80\0\1\0\2\0\0\0\0"
	    "\1a\2jp\0\0\x0f\0\1"
	    "\xc0\x0c\0\x0f\0\1\0\0\1\x2c\0\7\0\x64\2MX\xc0\x0c"
	    "\xc0\x0c\0\x0f\0\1\0\0\0\x3c\0\6\0\0\1b\xc0\x0c";
	uint8_t wire[DNS_WIRE_NAME_MAX];
	size_t length = dns_wire_name(wire, "a.jp");
	struct dns_reply reply;
	struct dns_head head;

	ck_assert(dns_wire_head(&head, (const uint8_t *)packet,
	    sizeof(packet) - 1, wire, length, DNS_MX));
	ck_assert(head.aa && head.tc);
	dns_wire_reply(&reply, (const uint8_t *)packet, sizeof(packet) - 1,
	    wire, length, DNS_MX, 0);
	ck_assert_int_eq(reply.status, DNS_DATA);
	ck_assert_uint_eq(reply.count, 2);
	ck_assert_str_eq(reply.rr[0].name, "b.a.jp");
	ck_assert_str_eq(reply.rr[1].name, "mx.a.jp");
	ck_assert_uint_eq(reply.rr[1].preference, 100);
	ck_assert_uint_eq(reply.rr[1].ttl, 300);
	ck_assert_uint_eq(reply.ttl, 60);
	free(reply.rr);
}
END_TEST

/* RFC 2308: the smaller of the SOA's TTL and its minimum. */
static const struct {
	const char *ttl, *minimum;
	uint32_t wanted;
} negative[] = {
	{ "\0\0\1\x2c", "\0\0\0\x3c", 60 },
	{ "\0\0\0\x0a", "\0\0\0\x3c", 10 },
	{ "\0\0\0\0", "\0\0\0\x3c", 0 },
	{ "\x80\0\0\0", "\0\0\0\x3c", 0 },
	{ "\0\0\1\x2c", "\xff\xff\xff\xff", 0 },
};

START_TEST(test_negative)
{
	uint8_t packet[] = "\x12\x34\x81\x83\0\1\0\0\0\1\0\0"
	    "\1a\2jp\0\0\x0f\0\1"
	    "\xc0\x0e\0\6\0\1....\0\x16\0\0"
	    "\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4....";
	uint8_t wire[DNS_WIRE_NAME_MAX];
	size_t length = dns_wire_name(wire, "a.jp");
	struct dns_reply reply;

	memcpy(packet + 28, negative[_i].ttl, 4);
	memcpy(packet + 52, negative[_i].minimum, 4);
	dns_wire_reply(&reply, packet, sizeof(packet) - 1, wire, length,
	    DNS_MX, 0);
	ck_assert_int_eq(reply.status, DNS_NXDOMAIN);
	ck_assert(reply.soa);
	ck_assert_uint_eq(reply.ttl, negative[_i].wanted);
}
END_TEST

/* Steps that were taken before count. */
START_TEST(test_steps_before)
{
	static const char packet[] = "\x12\x34\x81\x80\0\1\0\1\0\0\0\0"
	    "\1a\2jp\0\0\x0f\0\1"
	    "\xc0\x0c\0\5\0\1\0\0\1\x2c\0\4\1b\xc0\x0e";
	uint8_t wire[DNS_WIRE_NAME_MAX];
	size_t length = dns_wire_name(wire, "a.jp");
	struct dns_reply reply;

	dns_wire_reply(&reply, (const uint8_t *)packet, sizeof(packet) - 1,
	    wire, length, DNS_MX, 7);
	ck_assert(reply.status == DNS_NODATA && reply.follow);
	ck_assert_uint_eq(reply.cnames, 8);
	ck_assert_mem_eq(reply.end, "\1b\2jp", 6);
	dns_wire_reply(&reply, (const uint8_t *)packet, sizeof(packet) - 1,
	    wire, length, DNS_MX, 8);
	ck_assert_int_eq(reply.status, DNS_CNAME_LOOP);
}
END_TEST

START_TEST(test_zone_lines)
{
	static const char *const bad[] = {
		"", "a.jp.", "a.jp. MX", "a.jp. MX ten mx.", "a.jp. A 1.2.3",
		"a.jp. BLAH x", "a.jp. MX 10",
	};
	struct dns_zone *zone = dns_zone_new();

	for (size_t i = 0; i < UNIT_COUNT(bad); i++)
		ck_assert_msg(!dns_zone_add(zone, bad[i]), "%s", bad[i]);
	ck_assert(dns_zone_add(zone, "a.jp. MX 10 mx.a.jp."));
	dns_zone_free(zone);
	dns_zone_free(NULL);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("dns_wire");
	TCase *tcase = tcase_create("dns_wire");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, test_names, 0, (int)UNIT_COUNT(names));
	tcase_add_loop_test(tcase, test_refused, 0,
	    (int)UNIT_COUNT(refused));
	tcase_add_test(tcase, test_endless_name);
	tcase_add_loop_test(tcase, test_queries, 0,
	    (int)UNIT_COUNT(queries));
	tcase_add_test(tcase, test_longest_query);
	tcase_add_test(tcase, test_replies);
	tcase_add_test(tcase, test_cut);
	tcase_add_test(tcase, test_values);
	tcase_add_loop_test(tcase, test_negative, 0,
	    (int)UNIT_COUNT(negative));
	tcase_add_test(tcase, test_steps_before);
	tcase_add_test(tcase, test_zone_lines);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
