/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sasl.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "stream.h"

#define CHALLENGE_MAX 1024

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void
encode_three(char *out, const unsigned char *in, size_t n)
{
	unsigned int bits = (unsigned int)in[0] << 16;

	if (n > 1)
		bits |= (unsigned int)in[1] << 8;
	if (n > 2)
		bits |= in[2];
	out[0] = alphabet[bits >> 18];
	out[1] = alphabet[bits >> 12 & 63];
	out[2] = n > 1 ? alphabet[bits >> 6 & 63] : '=';
	out[3] = n > 2 ? alphabet[bits & 63] : '=';
}

char *
sasl_base64(const void *octets, size_t n)
{
	const unsigned char *in = octets;
	char *text = xcalloc(1, (n + 2) / 3 * 4 + 1);
	size_t i;

	for (i = 0; i < n; i += 3)
		encode_three(text + i / 3 * 4, in + i, n - i);
	return text;
}

/* The 24 bits of four characters; -1 if they are none. */
static int
decode_four(const char *in, size_t padding)
{
	unsigned int bits = 0;
	const char *c;
	size_t i;

	for (i = 0; i < 4; i++) {
		bits <<= 6;
		if (i >= 4 - padding)
			continue;
		c = in[i] == '\0' ? NULL : strchr(alphabet, in[i]);
		if (c == NULL)
			return -1;
		bits |= (unsigned int)(c - alphabet);
	}
	return (int)bits;
}

bool
sasl_unbase64(void *octets, size_t size, size_t *n, const char *text)
{
	unsigned char *out = octets;
	size_t length = strlen(text), i, j, padding = 0;
	int bits;

	if (length % 4 != 0)
		return false;
	*n = 0;
	for (i = 0; i < length; i += 4) {
		if (i + 4 == length)
			padding = text[i + 3] != '=' ? 0 :
			    text[i + 2] != '=' ? 1 : 2;
		bits = decode_four(text + i, padding);
		if (bits == -1 || *n + 3 - padding > size)
			return false;
		for (j = 0; j < 3 - padding; j++)
			out[(*n)++] = (unsigned char)(bits >> (16 - 8 * j));
	}
	return true;
}

char *
sasl_plain(const char *user, const struct secret *secret)
{
	size_t n = strlen(user), length = n + secret->length + 2;
	char *message = xcalloc(1, length), *text;

	memcpy(message + 1, user, n);
	memcpy(message + n + 2, secret->text, secret->length);
	text = sasl_base64(message, length);
	explicit_bzero(message, length);
	free(message);
	return text;
}

char *
sasl_cram_md5(const char *user, const struct secret *secret,
    const char *challenge)
{
	static const char hex[] = "0123456789abcdef";
	char octets[CHALLENGE_MAX], digest[33], *answer, *text;
	uint8_t md5[16];
	size_t n, i;

	if (!sasl_unbase64(octets, sizeof(octets), &n, challenge) ||
	    !stream_hmac_md5(md5, secret->text, secret->length, octets, n))
		return NULL;
	for (i = 0; i < 16; i++) {
		digest[2 * i] = hex[md5[i] >> 4];
		digest[2 * i + 1] = hex[md5[i] & 15];
	}
	digest[32] = '\0';
	answer = xasprintf("%s %s", user, digest);
	text = sasl_base64(answer, strlen(answer));
	free(answer);
	return text;
}

void
sasl_free(char *text)
{
	if (text != NULL)
		explicit_bzero(text, strlen(text));
	free(text);
}
