/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "sample.h"

static unsigned int
host_bits(const struct network *network)
{
	return (network->ip.version == 4 ? 32U : 128U) - network->prefix;
}

static double
size_of(const struct network *network)
{
	double size = 1;

	for (unsigned int i = host_bits(network); i > 0; i--)
		size *= 2;
	return size;
}

static size_t
most_of(const struct network *network)
{
	unsigned int bits = host_bits(network);

	return bits >= 8 ? SAMPLE_NETWORK : (size_t)1 << bits;
}

/* By address, the wider one first. */
static int
compare(const void *a, const void *b)
{
	const struct network *x = a, *y = b;
	int order = ip_compare(&x->ip, &y->ip);

	return order != 0 ? order : (int)x->prefix - (int)y->prefix;
}

/* A sorted copy without those that others hold; gives how many. */
static size_t
sort_out(struct network *kept, const struct network *networks, size_t count)
{
	size_t n = 0;

	if (count != 0)
		memcpy(kept, networks, count * sizeof(*kept));
	qsort(kept, count, sizeof(*kept), compare);
	for (size_t i = 0; i < count; i++)
		if (n == 0 || !network_contains(&kept[n - 1], &kept[i].ip))
			kept[n++] = kept[i];
	return n;
}

/*
 * The most that each network may give so that all fit: small ones give what
 * they have, the others share the rest.
 */
static size_t
fair_share(const struct network *networks, size_t count, size_t max)
{
	size_t share = SAMPLE_NETWORK;

	while (share > 1) {
		size_t sum = 0;

		for (size_t i = 0; i < count; i++) {
			size_t most = most_of(&networks[i]);

			sum += most < share ? most : share;
		}
		if (sum <= max)
			break;
		share--;
	}
	return share;
}

/* The address so many steps of 1/65536 (or single ones) into the network. */
static struct ip
address_at(const struct network *network, unsigned long offset)
{
	unsigned int bits = host_bits(network);
	unsigned int shift = bits > 16 ? bits - 16 : 0;
	struct ip ip = network->ip;
	int last = ip.version == 4 ? 3 : 15;
	/* three octets hold 16 bits that are shifted by up to 7 */
	unsigned long value = offset << (shift % 8);

	for (int i = last - (int)(shift / 8); value != 0 && i >= 0; i--) {
		ip.bytes[i] |= (uint8_t)(value & 0xff);
		value >>= 8;
	}
	return ip;
}

static void
take_from(struct sample *sample, const struct network *network, size_t n)
{
	unsigned int bits = host_bits(network);
	unsigned long steps = 1UL << (bits > 16 ? 16 : bits);

	for (size_t i = 0; i < n; i++)
		sample->addresses[sample->count++] = address_at(network,
		    (2 * i + 1) * steps / (2 * n));
}

void
sample_take(struct sample *sample, const struct network *networks,
    size_t count, size_t max)
{
	struct network *kept = xcalloc(count + 1, sizeof(*kept));
	size_t n = sort_out(kept, networks, count);
	size_t share = fair_share(kept, n, max);
	size_t chosen = n < max ? n : max;

	*sample = (struct sample){ 0 };
	sample->addresses = xcalloc(max + 1, sizeof(*sample->addresses));
	for (size_t i = 0; i < n; i++)
		sample->of += size_of(&kept[i]);
	for (size_t i = 0; i < chosen; i++) {
		const struct network *network = &kept[i * n / chosen];
		size_t most = most_of(network);

		take_from(sample, network, most < share ? most : share);
	}
	free(kept);
}
