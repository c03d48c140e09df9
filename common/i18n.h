/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * i18n.h - marks for gettext.  Every message that a person reads stands in
 * _() where it is used, or in N_() where it is data; one message is one
 * format string.  The untranslated text is ASCII English.
 */
#ifndef WEBLIFE_I18N_H
#define WEBLIFE_I18N_H

#include <libintl.h>

#define _(s) gettext(s)
#define N_(s) (s)

#endif
