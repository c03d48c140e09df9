/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thresholds, addresses, networks, servers and resolv.conf: what is taken is
 * the same when it is written and read again. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ip.h"
#include "range.h"
#include "resolvconf.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
use_range(const char *text)
{
	struct range range, again;
	char written[RANGE_TEXT_MAX];

	if (!range_parse(&range, text))
		return;
	require(range.set && range.start <= range.end);
	require(!isnan(range.start) && !isnan(range.end));
	range_text(&range, written, sizeof(written));
	require(strlen(written) < sizeof(written) - 1);
	require(strpbrk(written, "eEnN+ ") == NULL);
	/* nine decimals are written */
	require(range_parse(&again, written));
	require(again.inside == range.inside);
	require(again.start == range.start ||
	    fabs(again.start - range.start) <= 1e-9 * fmax(1,
	    fabs(range.start)));
	require(again.end == range.end ||
	    fabs(again.end - range.end) <= 1e-9 * fmax(1, fabs(range.end)));
	require(range_alerts(&range, NAN));
	require(range_alerts(&range, range.end) == range.inside ||
	    isinf(range.end));
}

static void
use_address(const char *text)
{
	struct ip ip, again;
	char written[IP_TEXT_MAX];

	if (!ip_parse(&ip, text))
		return;
	require(ip_parse(&again, ip_text(&ip, written)));
	require(ip_equal(&ip, &again) && ip_prefix_equal(&ip, &again,
	    ip.version == 4 ? 32 : 128));
	ip_unmap(&again);
	require(ip_is_loopback(&ip) == ip_is_loopback(&again));
}

static void
use_network(const char *text)
{
	struct network network, again;
	char written[IP_TEXT_MAX + 4];
	struct ip ip;

	if (!network_parse(&network, text))
		return;
	require(network_contains(&network, &network.ip));
	require(network.prefix <= (network.ip.version == 4 ? 32 : 128));
	require(network_parse(&again, ip_text(&network.ip, written)));
	require(ip_equal(&again.ip, &network.ip));
	if (ip_parse(&ip, text))
		require(network_contains(&network, &ip));
}

static void
use_endpoint(const char *text)
{
	struct endpoint endpoint, again;
	char written[ENDPOINT_TEXT_MAX];
	struct sockaddr_storage address;

	if (!endpoint_parse(&endpoint, text, 53))
		return;
	require(endpoint.port != 0);
	require(endpoint_parse(&again, endpoint_text(&endpoint, written, 53),
	    53));
	require(ip_equal(&endpoint.ip, &again.ip) &&
	    endpoint.port == again.port);
	require(endpoint_sockaddr(&endpoint, &address) <= sizeof(address));
}

static void
use_resolvconf(const uint8_t *data, size_t size)
{
	struct endpoint servers[RESOLVCONF_MAX];
	size_t i, j, count;

	count = resolvconf_parse(servers, (const char *)data, size);
	require(count <= RESOLVCONF_MAX);
	for (i = 0; i < count; i++) {
		require(servers[i].port == 53 && servers[i].ip.version != 0);
		for (j = 0; j < i; j++)
			require(!ip_equal(&servers[i].ip, &servers[j].ip));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = calloc(size + 1, 1);

	if (size > 0)
		memcpy(text, data, size);
	use_range(text);
	use_address(text);
	use_network(text);
	use_endpoint(text);
	use_resolvconf(data, size);
	free(text);
	return (0);
}
