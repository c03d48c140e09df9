/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mutf7.h - names of mailboxes as IMAP4rev1 writes them: modified UTF-7 (RFC
 * 3501 5.1.3).
 */
#ifndef WEBLIFE_MUTF7_H
#define WEBLIFE_MUTF7_H

/* A name in UTF-8 as the server wants it; NULL for ill-formed UTF-8.  A name
 * of ASCII stays as it is, so that an encoded one may be given, too. */
char	*mutf7_from_utf8(const char *name);

#endif
