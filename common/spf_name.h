/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spf_name.h - domain names as SPF makes them (RFC 7208 4.3, 5.5, 7.3).
 *
 * DNS text: odd octets escaped as \DDD, as dns.h has them.
 */
#ifndef WEBLIFE_SPF_NAME_H
#define WEBLIFE_SPF_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "ip.h"

#define SPF_NAME_MAX 1024	/* 253 octets, each as \DDD, and the NUL */

/*
 * Octets of a domain name into DNS text: a final dot is dropped, labels are
 * cut off the left side until 253 octets are left (RFC 7208 7.3).  False when
 * nothing is left.
 */
bool	spf_name(char name[SPF_NAME_MAX], const char *octets, size_t length);

/*
 * Whether check_host() looks at such a domain (RFC 7208 4.3): DNS text of
 * more than one label, none empty or over 63 octets, no address in brackets
 * or in digits.
 */
bool	spf_name_valid(const char *name);

/* "4.3.2.1.in-addr.arpa", or the nibbles of ip6.arpa. */
void	spf_reverse_name(char name[SPF_NAME_MAX], const struct ip *ip);

#endif
