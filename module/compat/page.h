/* SPDX-License-Identifier: GPL-2.0 */
/* page.h - how this kernel lays out a page of its page cache */
#ifndef COMPAT_PAGE_H
#define COMPAT_PAGE_H

#include <linux/mm_types.h>
#include <linux/pagemap.h>

/* What a page is locked by, and written back by, was one page of any once. */
#ifdef COMPAT_HAVE_FOLIO
#define compat_folio	folio
#else
#define compat_folio	page
#endif

/**
 * compat_awaited_folio() - what somebody waits for
 * @record: the waiter's record, or a copy of it
 *
 * Return: any number, to be taken for a page.
 */
static inline const struct compat_folio *
compat_awaited_folio(const struct wait_page_queue *record)
{
#ifdef COMPAT_HAVE_FOLIO
	return record->folio;
#else
	return record->page;
#endif
}

/**
 * compat_folio_flags() - where a page has its flags, an unsigned long
 * @folio: any number taken for a page
 */
static inline const void *compat_folio_flags(const struct compat_folio *folio)
{
	return &folio->flags;
}

#endif /* COMPAT_PAGE_H */
