/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include <openssl/crypto.h>

#include "die.h"
#include "stream_impl.h"

static void *
tls_realloc(void *p, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	if (size > 0)
		return xrealloc(p, size);
	free(p);
	return NULL;
}

static void *
tls_malloc(size_t size, const char *file, int line)
{
	return tls_realloc(NULL, size, file, line);
}

static void
tls_release(void *p, const char *file, int line)
{
	(void)file;
	(void)line;
	free(p);
}

void
tls_memory(void)
{
	(void)CRYPTO_set_mem_functions(tls_malloc, tls_realloc, tls_release);
}
