/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ip.h - addresses, networks, and servers as values.
 */
#ifndef WEBLIFE_IP_H
#define WEBLIFE_IP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

struct ip {
	uint8_t version;	/* 4 or 6; 0: no address */
	uint8_t bytes[16];	/* network order; the first 4 for version 4 */
};

struct network {
	struct ip ip;		/* host bits are zero */
	uint8_t prefix;		/* 0 to 32 or 128 */
};

struct endpoint {
	struct ip ip;
	uint16_t port;
};

#define IP_TEXT_MAX 46
#define ENDPOINT_TEXT_MAX 56

/* An address as inet_pton(3) takes it: no zone, no brackets, four decimal
 * octets.  The whole of text or false. */
bool	ip_parse(struct ip *ip, const char *text);

/* As RFC 5952 writes it; text has IP_TEXT_MAX octets.  Gives text. */
char	*ip_text(const struct ip *ip, char *text);

bool	ip_equal(const struct ip *a, const struct ip *b);
int	ip_compare(const struct ip *a, const struct ip *b);	/* for qsort */
bool	ip_is_loopback(const struct ip *ip);	/* 127/8, ::1, mapped ones */

/* ::ffff:a.b.c.d becomes a.b.c.d; every other address stays as it is. */
void	ip_unmap(struct ip *ip);

/* "192.0.2.0/24"; a bare address is its own network.  A prefix without
 * leading nought; host bits may be set in text and are cleared. */
bool	network_parse(struct network *network, const char *text);
/* An address and a slash, and yet no network: nobody is called like that. */
bool	network_broken(const char *text);
bool	network_contains(const struct network *network, const struct ip *ip);
/* The same with the address and the prefix at hand: true if the first prefix
 * bits of a and b, of one version, are equal. */
bool	ip_prefix_equal(const struct ip *a, const struct ip *b,
	    unsigned int prefix);

/* "ADDR", "V4:PORT", "[V6]" or "[V6]:PORT", port 1 to 65535; port is the
 * default one. */
bool	endpoint_parse(struct endpoint *endpoint, const char *text,
	    uint16_t port);
/* "192.0.2.1", or with the port where it is not the default one. */
char	*endpoint_text(const struct endpoint *endpoint, char *text,
	    uint16_t port);

/* For connect(2): fills address and gives its length. */
socklen_t endpoint_sockaddr(const struct endpoint *endpoint,
	    struct sockaddr_storage *address);

#endif
