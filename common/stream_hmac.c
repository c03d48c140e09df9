/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stream.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

static bool
hmac(const EVP_MD *type, uint8_t *digest, size_t size, const void *key,
    size_t key_length, const void *text, size_t length)
{
	unsigned int n = 0;

	/* As for TLS: openssl.cnf is not ours. */
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	return HMAC(type, key, (int)key_length, text, length, digest, &n) !=
	    NULL && n == size;
}

bool
stream_hmac_md5(uint8_t digest[16], const void *key, size_t key_length,
    const void *text, size_t length)
{
	return hmac(EVP_md5(), digest, 16, key, key_length, text, length);
}

bool
stream_mark(uint8_t mark[STREAM_MARK_SIZE], const void *key,
    size_t key_length, const void *text, size_t length)
{
	return hmac(EVP_sha256(), mark, STREAM_MARK_SIZE, key, key_length,
	    text, length);
}
