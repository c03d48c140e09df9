/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name as text into its wire form, and back. */
#include <stdlib.h>
#include <string.h>

#include "dns_wire.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t wire[DNS_WIRE_NAME_MAX], again[DNS_WIRE_NAME_MAX];
	char *name = calloc(1, size + 1), text[DNS_NAME_TEXT_MAX];
	size_t length, at = 0;

	if (!name)
		abort();
	memcpy(name, data, size);
	length = dns_wire_name(wire, name);
	free(name);
	if (length == 0)
		return 0;
	if (length > sizeof(wire) || wire[length - 1] != 0)
		abort();
	while (wire[at] != 0) {
		if (wire[at] > 63)
			abort();
		at += 1u + wire[at];
		if (at >= length)
			abort();
	}
	if (at != length - 1)
		abort();
	dns_wire_text(text, wire, length);
	if (dns_wire_name(again, text) != length ||
	    memcmp(again, wire, length) != 0)
		abort();
	return 0;
}
