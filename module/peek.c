// SPDX-License-Identifier: GPL-2.0
/*
 * peek.c - the only reads of memory that we hold no reference to
 *
 * That a read does not fault does not make it harmless: a device's registers
 * answer, and reading one may change what the device does. So only what is
 * known to be RAM is read, as /proc/kcore does it. RAM that a hypervisor took
 * back, or that has failed, is none.
 */
#include <linux/io.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include "compat/memory.h"
#include "peek.h"

static bool is_ram(unsigned long address)
{
	struct page *page;

	switch (compat_memory_of(address)) {
	case COMPAT_MEMORY_IMAGE:
		return true;
	case COMPAT_MEMORY_RAM:
		page = pfn_to_online_page(__pa(address) >> PAGE_SHIFT);
		return page && !PageOffline(page) && !PageHWPoison(page);
	case COMPAT_MEMORY_VMALLOC:
		page = vmalloc_to_page((void *)address);
		return page && page_is_ram(page_to_pfn(page)) > 0;
	default:
		return false;
	}
}

bool scope_peek(void *to, const void *from, size_t size)
{
	unsigned long first = (unsigned long)from;
	unsigned long last = first + size - 1;

	if (!size || last < first || !is_ram(first))
		return false;
	if (first >> PAGE_SHIFT != last >> PAGE_SHIFT && !is_ram(last))
		return false;
	return !copy_from_kernel_nofault(to, from, size);
}

bool scope_peek_text(char *to, const char *from, size_t size)
{
	size_t done = 0;

	while (done < size) {
		/* Never beyond the page that the text goes on in. */
		size_t page = PAGE_SIZE - offset_in_page(from + done);
		size_t piece = min3(size - done, page, (size_t)16);

		if (!scope_peek(to + done, from + done, piece))
			break;
		if (memchr(to + done, '\0', piece))
			return true;
		done += piece;
	}
	if (size)
		to[done < size ? done : size - 1] = '\0';
	return false;
}
