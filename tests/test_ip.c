/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "ip.h"
#include "unit.h"

START_TEST(test_addresses)
{
	static const struct {
		const char *text, *written;
		int version;
	} cases[] = {
		{ "192.0.2.1", "192.0.2.1", 4 },
		{ "0.0.0.0", "0.0.0.0", 4 },
		{ "255.255.255.255", "255.255.255.255", 4 },
		{ "::", "::", 6 },
		{ "::1", "::1", 6 },
		{ "2001:DB8:0:0:0:0:0:1", "2001:db8::1", 6 },
		{ "2001:db8::0001", "2001:db8::1", 6 },
		{ "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1", 6 },
		{ "2001:0:0:1:0:0:0:1", "2001:0:0:1::1", 6 },
		{ "::ffff:192.0.2.1", "::ffff:192.0.2.1", 6 },
		{ "::ffff:c000:201", "::ffff:192.0.2.1", 6 },
		{ "::1:9999", "::1:9999", 6 },
	};
	char text[IP_TEXT_MAX];
	struct ip ip;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_msg(ip_parse(&ip, cases[i].text), "%s",
		    cases[i].text);
		ck_assert_int_eq(ip.version, cases[i].version);
		ck_assert_str_eq(ip_text(&ip, text), cases[i].written);
	}
	ip.version = 0;
	ck_assert_str_eq(ip_text(&ip, text), "-");
}
END_TEST

START_TEST(test_addresses_refused)
{
	static const char *const cases[] = { "", "1", "1.2.3", "1.2.3.4.5",
		"01.2.3.4", "1.2.3.04", "256.1.1.1", "1.2.3.-4", "1.2.3.4 ",
		" 1.2.3.4", "0x7f.0.0.1", "1.2.3.4/32", "1.2.3.4:53", "[::1]",
		"::1:99999", ":::", "1::2::3", "fe80::1%eth0", "::g",
		"1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1.2.3", "12345::",
		"::1\n", "localhost", "\xef\xbc\x91.2.3.4",
	};
	const struct ip before = { 4, { 1, 2, 3, 4 } };
	struct ip ip = before;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_msg(!ip_parse(&ip, cases[i]), "<%s>", cases[i]);
		ck_assert(ip_equal(&ip, &before));
	}
}
END_TEST

START_TEST(test_compare)
{
	static const char *const ascending[] = { "0.0.0.1", "9.0.0.0",
		"10.0.0.0", "255.0.0.0", "::", "::1", "2001:db8::" };
	struct ip a, b;
	size_t i, j;
	int want;

	for (i = 0; i < UNIT_COUNT(ascending); i++)
		for (j = 0; j < UNIT_COUNT(ascending); j++) {
			ck_assert(ip_parse(&a, ascending[i]));
			ck_assert(ip_parse(&b, ascending[j]));
			want = i < j ? -1 : i > j;
			ck_assert_int_eq(ip_compare(&a, &b) < 0, want < 0);
			ck_assert_int_eq(ip_compare(&a, &b) > 0, want > 0);
			ck_assert_int_eq(ip_equal(&a, &b), want == 0);
		}
}
END_TEST

START_TEST(test_loopback)
{
	static const struct {
		const char *text;
		bool loopback;
		const char *unmapped;
	} cases[] = {
		{ "127.0.0.1", true, "127.0.0.1" },
		{ "127.255.255.254", true, "127.255.255.254" },
		{ "128.0.0.1", false, "128.0.0.1" },
		{ "::1", true, "::1" },
		{ "::", false, "::" },
		{ "::ffff:127.0.0.1", true, "127.0.0.1" },
		{ "::ffff:192.0.2.7", false, "192.0.2.7" },
		{ "::127.0.0.1", false, "::7f00:1" },
		{ "::fffe:127.0.0.1", false, "::fffe:7f00:1" },
	};
	char text[IP_TEXT_MAX];
	struct ip ip;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert(ip_parse(&ip, cases[i].text));
		ck_assert_msg(ip_is_loopback(&ip) == cases[i].loopback, "%s",
		    cases[i].text);
		ip_unmap(&ip);
		ck_assert_str_eq(ip_text(&ip, text), cases[i].unmapped);
	}
	ip.version = 0;
	ck_assert(!ip_is_loopback(&ip));
}
END_TEST

START_TEST(test_networks)
{
	static const struct {
		const char *network, *base;
		int prefix;
		const char *in, *out;
	} cases[] = {
		{ "192.0.2.0/24", "192.0.2.0", 24, "192.0.2.255",
		    "192.0.3.0" },
		{ "192.0.2.77/24", "192.0.2.0", 24, "192.0.2.0",
		    "192.0.1.255" },
		{ "192.0.2.77", "192.0.2.77", 32, "192.0.2.77",
		    "192.0.2.78" },
		{ "0.0.0.0/0", "0.0.0.0", 0, "203.0.113.9", "::1" },
		{ "10.0.0.0/31", "10.0.0.0", 31, "10.0.0.1", "10.0.0.2" },
		{ "10.128.0.0/9", "10.128.0.0", 9, "10.255.0.1",
		    "10.127.0.1" },
		{ "2001:db8::/32", "2001:db8::", 32, "2001:db8:ffff::1",
		    "2001:db9::" },
		{ "2001:db8::1", "2001:db8::1", 128, "2001:db8::1",
		    "2001:db8::2" },
		{ "2001:db8:8000::/33", "2001:db8:8000::", 33,
		    "2001:db8:ffff::", "2001:db8:7fff::" },
		{ "::/0", "::", 0, "2001:db8::1", "192.0.2.1" },
		{ "::ffff:192.0.2.0/120", "::ffff:192.0.2.0", 120,
		    "::ffff:192.0.2.9", "192.0.2.9" },
	};
	struct network network;
	char text[IP_TEXT_MAX];
	struct ip ip;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_msg(network_parse(&network, cases[i].network),
		    "%s", cases[i].network);
		ck_assert_str_eq(ip_text(&network.ip, text), cases[i].base);
		ck_assert_int_eq(network.prefix, cases[i].prefix);
		ck_assert(ip_parse(&ip, cases[i].in));
		ck_assert_msg(network_contains(&network, &ip), "%s in %s",
		    cases[i].in, cases[i].network);
		ck_assert(ip_parse(&ip, cases[i].out));
		ck_assert_msg(!network_contains(&network, &ip), "%s in %s",
		    cases[i].out, cases[i].network);
	}
}
END_TEST

START_TEST(test_networks_refused)
{
	static const char *const cases[] = { "", "/", "/24", "192.0.2.0/",
		"192.0.2.0/33", "192.0.2.0/032", "192.0.2.0/00",
		"192.0.2.0/-1", "192.0.2.0/+1", "192.0.2.0/24/24",
		"192.0.2.0/ 24", "192.0.2.0/24 ", "192.0.2/24", "::/129",
		"::/1e1", "192.0.2.0/255.255.255.0", "192.0.2.0/99999999999",
		"1234567890123456789012345678901234567890123456789/8",
	};
	struct network network;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(!network_parse(&network, cases[i]), "<%s>",
		    cases[i]);
}
END_TEST

START_TEST(test_prefixes)
{
	struct ip a, b, none = { 0 };

	ck_assert(ip_parse(&a, "192.0.2.1") && ip_parse(&b, "192.0.2.3"));
	ck_assert(ip_prefix_equal(&a, &b, 30));
	ck_assert(!ip_prefix_equal(&a, &b, 31));
	ck_assert(!ip_prefix_equal(&a, &a, 33));
	ck_assert(!ip_prefix_equal(&none, &none, 0));
}
END_TEST

START_TEST(test_endpoints)
{
	static const struct {
		const char *text, *written;
		unsigned int port;
	} cases[] = {
		{ "192.0.2.1", "192.0.2.1", 53 },
		{ "192.0.2.1:53", "192.0.2.1", 53 },
		{ "192.0.2.1:5353", "192.0.2.1:5353", 5353 },
		{ "192.0.2.1:65535", "192.0.2.1:65535", 65535 },
		{ "2001:db8::1", "2001:db8::1", 53 },
		{ "[2001:db8::1]", "2001:db8::1", 53 },
		{ "[2001:db8::1]:1", "[2001:db8::1]:1", 1 },
		{ "::1:9999", "::1:9999", 53 },
		{ "[2001:db8:1111:2222:3333:4444:5555:6666]:65535",
		    "[2001:db8:1111:2222:3333:4444:5555:6666]:65535", 65535 },
	};
	char text[ENDPOINT_TEXT_MAX];
	struct endpoint endpoint;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_msg(endpoint_parse(&endpoint, cases[i].text, 53),
		    "%s", cases[i].text);
		ck_assert_uint_eq(endpoint.port, cases[i].port);
		ck_assert_str_eq(endpoint_text(&endpoint, text, 53),
		    cases[i].written);
	}
}
END_TEST

START_TEST(test_endpoints_refused)
{
	static const char *const cases[] = { "", ":53", "[]", "[]:53", "[",
		"]", "::1:99999", "[::1]:0", "[::1]:", "[::1]:65536",
		"[::1]53", "[::1]:53:", "[::1", "::1]:53", "[[::1]]:53",
		"[192.0.2.1]:53", "[192.0.2.1]", "192.0.2.1:",
		"192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:-1",
		"192.0.2.1:53x", "192.0.2.1: 53", "192.0.2.1:53:53",
		"192.0.2.1#53", "192.0.2.1/24", "localhost:53", "1.2.3:53",
		"[fe80::1%eth0]:53",
		"11111111112222222222333333333344444444445555555555:53",
	};
	struct endpoint endpoint;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_msg(!endpoint_parse(&endpoint, cases[i], 53),
		    "<%s>", cases[i]);
}
END_TEST

START_TEST(test_sockaddr)
{
	struct sockaddr_storage address;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct endpoint endpoint;

	ck_assert(endpoint_parse(&endpoint, "192.0.2.1:5353", 53));
	ck_assert_uint_eq(endpoint_sockaddr(&endpoint, &address),
	    sizeof(in));
	memcpy(&in, &address, sizeof(in));
	ck_assert_int_eq(in.sin_family, AF_INET);
	ck_assert_uint_eq(ntohs(in.sin_port), 5353);
	ck_assert_uint_eq(ntohl(in.sin_addr.s_addr), 0xc0000201);

	ck_assert(endpoint_parse(&endpoint, "::1", 53));
	ck_assert_uint_eq(endpoint_sockaddr(&endpoint, &address),
	    sizeof(in6));
	memcpy(&in6, &address, sizeof(in6));
	ck_assert_int_eq(in6.sin6_family, AF_INET6);
	ck_assert_uint_eq(ntohs(in6.sin6_port), 53);
	ck_assert_int_eq(memcmp(&in6.sin6_addr, &in6addr_loopback, 16), 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { test_addresses,
		test_addresses_refused, test_compare, test_loopback,
		test_networks, test_networks_refused, test_prefixes,
		test_endpoints, test_endpoints_refused, test_sockaddr };

	return (unit_run("ip", tests, UNIT_COUNT(tests)));
}
