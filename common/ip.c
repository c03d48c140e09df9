/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "ip.h"
#include "text.h"

static unsigned int
width(const struct ip *ip)
{
	return (ip->version == 4 ? 32 : 128);
}

bool
ip_parse(struct ip *ip, const char *text)
{
	struct ip r = { 0 };

	if (inet_pton(AF_INET, text, r.bytes) == 1)
		r.version = 4;
	else if (inet_pton(AF_INET6, text, r.bytes) == 1)
		r.version = 6;
	else
		return (false);
	*ip = r;
	return (true);
}

/* inet_ntop(3) writes ::1:9999 as ::0.1.153.153, which RFC 5952 5 leaves to
 * prefixes that are known to hold an IPv4 address. */
static bool
looks_compatible(const struct ip *ip)
{
	static const uint8_t zero[14];

	return (ip->version == 6 && memcmp(ip->bytes, zero, 12) == 0 &&
	    memcmp(ip->bytes, zero, 14) != 0);
}

char *
ip_text(const struct ip *ip, char *text)
{
	int family = ip->version == 4 ? AF_INET : AF_INET6;

	if (looks_compatible(ip))
		snprintf(text, IP_TEXT_MAX, "::%x:%x",
		    (unsigned int)(ip->bytes[12] << 8 | ip->bytes[13]),
		    (unsigned int)(ip->bytes[14] << 8 | ip->bytes[15]));
	else if (ip->version == 0 ||
	    inet_ntop(family, ip->bytes, text, IP_TEXT_MAX) == NULL)
		snprintf(text, IP_TEXT_MAX, "-");
	return (text);
}

bool
ip_equal(const struct ip *a, const struct ip *b)
{
	return (ip_compare(a, b) == 0);
}

int
ip_compare(const struct ip *a, const struct ip *b)
{
	if (a->version != b->version)
		return (a->version < b->version ? -1 : 1);
	return (memcmp(a->bytes, b->bytes, width(a) / 8));
}

bool
ip_is_loopback(const struct ip *ip)
{
	static const uint8_t one[16] = { [15] = 1 };
	struct ip plain = *ip;

	ip_unmap(&plain);
	if (plain.version == 4)
		return (plain.bytes[0] == 127);
	return (plain.version == 6 && memcmp(plain.bytes, one, 16) == 0);
}

void
ip_unmap(struct ip *ip)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	struct ip plain = { .version = 4 };

	if (ip->version != 6 || memcmp(ip->bytes, mapped, 12) != 0)
		return;
	memcpy(plain.bytes, ip->bytes + 12, 4);
	*ip = plain;
}

bool
ip_prefix_equal(const struct ip *a, const struct ip *b, unsigned int prefix)
{
	unsigned int whole = prefix / 8, rest = prefix % 8;

	if (a->version != b->version || a->version == 0 || prefix > width(a))
		return (false);
	if (memcmp(a->bytes, b->bytes, whole) != 0)
		return (false);
	return (rest == 0 ||
	    ((a->bytes[whole] ^ b->bytes[whole]) >> (8 - rest)) == 0);
}

static void
clear_host_bits(struct network *network)
{
	unsigned int bit;

	for (bit = network->prefix; bit < width(&network->ip); bit++)
		network->ip.bytes[bit / 8] &= (uint8_t)~(0x80 >> bit % 8);
}

static bool
prefix_parse(struct network *network, const char *text)
{
	unsigned long prefix;

	if (text[0] == '0' && text[1] != '\0')
		return (false);
	if (!text_number(text, 0, width(&network->ip), &prefix))
		return (false);
	network->prefix = (uint8_t)prefix;
	return (true);
}

bool
network_parse(struct network *network, const char *text)
{
	const char *slash = strchr(text, '/');
	char address[IP_TEXT_MAX];
	struct network r = { 0 };
	size_t n = slash == NULL ? strlen(text) : (size_t)(slash - text);

	if (n >= sizeof(address))
		return (false);
	memcpy(address, text, n);
	address[n] = '\0';
	if (!ip_parse(&r.ip, address))
		return (false);
	r.prefix = (uint8_t)width(&r.ip);
	if (slash != NULL && !prefix_parse(&r, slash + 1))
		return (false);
	clear_host_bits(&r);
	*network = r;
	return (true);
}

bool
network_contains(const struct network *network, const struct ip *ip)
{
	return (ip_prefix_equal(&network->ip, ip, network->prefix));
}

/*
 * Where the port is written in text, behind the address that is copied into
 * address without its brackets; NULL when there is none, or no such form.
 */
static const char *
split_port(const char *text, char address[IP_TEXT_MAX])
{
	const char *end = NULL;
	bool brackets = *text == '[';

	if (brackets)
		end = strchr(++text, ']');
	else if ((end = strchr(text, ':')) != NULL &&
	    strchr(end + 1, ':') != NULL)
		end = NULL;
	if ((brackets && end == NULL) ||
	    snprintf(address, IP_TEXT_MAX, "%.*s",
	    end == NULL ? IP_TEXT_MAX : (int)(end - text), text) >=
	    IP_TEXT_MAX) {
		address[0] = '\0';
		return (NULL);
	}
	if (end == NULL)
		return (NULL);
	return (brackets ? end + 1 : end);
}

bool
endpoint_parse(struct endpoint *endpoint, const char *text, uint16_t port)
{
	char address[IP_TEXT_MAX];
	const char *rest = split_port(text, address);
	struct endpoint r = { .port = port };
	unsigned long number;

	if (!ip_parse(&r.ip, address) || (*text == '[' && r.ip.version != 6))
		return (false);
	if (rest != NULL && *rest != '\0') {
		if (*rest != ':' || !text_number(rest + 1, 1, 65535, &number))
			return (false);
		r.port = (uint16_t)number;
	}
	*endpoint = r;
	return (true);
}

char *
endpoint_text(const struct endpoint *endpoint, char *text, uint16_t port)
{
	char address[IP_TEXT_MAX];

	ip_text(&endpoint->ip, address);
	if (endpoint->port == port)
		snprintf(text, ENDPOINT_TEXT_MAX, "%s", address);
	else
		snprintf(text, ENDPOINT_TEXT_MAX,
		    endpoint->ip.version == 6 ? "[%s]:%u" : "%s:%u", address,
		    (unsigned int)endpoint->port);
	return (text);
}

socklen_t
endpoint_sockaddr(const struct endpoint *endpoint,
    struct sockaddr_storage *address)
{
	struct sockaddr_in *in = (struct sockaddr_in *)address;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)address;

	memset(address, 0, sizeof(*address));
	if (endpoint->ip.version == 4) {
		in->sin_family = AF_INET;
		in->sin_port = htons(endpoint->port);
		memcpy(&in->sin_addr, endpoint->ip.bytes, 4);
		return (sizeof(*in));
	}
	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(endpoint->port);
	memcpy(&in6->sin6_addr, endpoint->ip.bytes, 16);
	return (sizeof(*in6));
}

bool
network_broken(const char *text)
{
	size_t n = strcspn(text, "/");
	struct network network;
	char address[IP_TEXT_MAX];
	struct ip ip;

	if (text[n] == '\0' || n >= sizeof(address))
		return false;
	memcpy(address, text, n);
	address[n] = '\0';
	return ip_parse(&ip, address) && !network_parse(&network, text);
}
