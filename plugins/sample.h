/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sample.h - addresses out of networks: all of them, or as many as are
 * wanted, evenly, and the same ones each time.
 */
#ifndef WEBLIFE_SAMPLE_H
#define WEBLIFE_SAMPLE_H

#include <stddef.h>

#include "ip.h"

#define SAMPLE_NETWORK 256	/* at most so many of one network: a /24 */

struct sample {
	struct ip *addresses;	/* ascending, each once; free() */
	size_t count;
	double of;		/* so many addresses the networks have */
};

/*
 * At most max addresses.  Networks inside others count once.  Small networks
 * are taken whole as far as they fit; of those that are too large each gives
 * the same number, spread evenly over it.
 */
void	sample_take(struct sample *sample, const struct network *networks,
	    size_t count, size_t max);

#endif
