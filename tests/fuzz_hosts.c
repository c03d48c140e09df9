/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosts(5), and a file with a secret. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hosts.h"
#include "mutf7.h"
#include "secret.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
take_secret(const char *octets, size_t n)
{
	struct secret secret;
	char *wrong = secret_parse(&secret, octets, n);

	if (wrong == NULL && (secret.length == 0 ||
	    secret.length > SECRET_MAX ||
	    strlen(secret.text) != secret.length))
		abort();
	free(wrong);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ip addresses[HOSTS_ADDRESSES];
	char *copy = malloc(size + 1), *name;

	if (copy == NULL)
		abort();
	memcpy(copy, data, size);
	if (hosts_parse(addresses, copy, size, "imap.example.jp") >
	    HOSTS_ADDRESSES)
		abort();
	take_secret(copy, size);
	copy[size] = '\0';
	name = mutf7_from_utf8(copy);
	if (name != NULL && strlen(name) > 3 * size + 1)
		abort();
	free(name);
	free(copy);
	return 0;
}
