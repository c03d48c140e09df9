/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server's challenge, and Base64 there and back. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sasl.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* user, a blank and 32 hexadecimal digits */
static void
answer(const char *challenge)
{
	struct secret secret = { "geheim", 6 };
	char *text = sasl_cram_md5("user", &secret, challenge);
	char octets[64];
	size_t n;

	if (text == NULL)
		return;
	if (!sasl_unbase64(octets, sizeof(octets), &n, text) || n != 37 ||
	    memcmp(octets, "user ", 5) != 0)
		abort();
	for (size_t i = 5; i < n; i++)
		if (memchr("0123456789abcdef", octets[i], 16) == NULL)
			abort();
	sasl_free(text);
}

static void
there_and_back(const uint8_t *data, size_t size)
{
	char *text = sasl_base64(data, size);
	uint8_t *octets = malloc(size + 1);
	size_t n;

	if (octets == NULL || !sasl_unbase64(octets, size + 1, &n, text) ||
	    n != size || memcmp(octets, data, size) != 0)
		abort();
	/* with no room for the last octet it is refused */
	if (size > 1 && sasl_unbase64(octets, size - 1, &n, text))
		abort();
	free(octets);
	sasl_free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text;

	if (size == 0 || size > 4096)
		return 0;
	text = malloc(size + 1);
	if (text == NULL)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	answer(text);
	there_and_back(data, size);
	free(text);
	return 0;
}
