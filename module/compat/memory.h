/* SPDX-License-Identifier: GPL-2.0 */
/* memory.h - what an address of this architecture's kernel points into */
#ifndef COMPAT_MEMORY_H
#define COMPAT_MEMORY_H

#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/types.h>
#include <linux/uaccess.h>

/**
 * enum compat_memory - what lies behind a kernel address
 * @COMPAT_MEMORY_OTHER: nothing that may be read without knowing more
 * @COMPAT_MEMORY_RAM: the direct map of RAM
 * @COMPAT_MEMORY_IMAGE: the kernel's or a module's code and data
 * @COMPAT_MEMORY_VMALLOC: vmalloc space, which holds I/O maps too
 */
enum compat_memory {
	COMPAT_MEMORY_OTHER,
	COMPAT_MEMORY_RAM,
	COMPAT_MEMORY_IMAGE,
	COMPAT_MEMORY_VMALLOC,
};

/**
 * compat_is_image() - does it lie in the kernel's or a module's code or data?
 * @address: any number
 *
 * Context: any.
 */
static inline bool compat_is_image(unsigned long address)
{
#ifdef CONFIG_X86_64
	return address >= __START_KERNEL_map && address < MODULES_END;
#else
	return false;
#endif
}

/**
 * compat_is_of_modules() - does it lie where modules are, and code that is written at
 * run time?
 * @address: any number
 *
 * Context: any.
 */
static inline bool compat_is_of_modules(unsigned long address)
{
#ifdef CONFIG_X86_64
	return address >= MODULES_VADDR && address < MODULES_END;
#else
	return true;
#endif
}

/**
 * compat_memory_of() - what lies behind a kernel address
 * @address: any number
 *
 * Context: any.
 * Return: enum compat_memory; COMPAT_MEMORY_OTHER for all addresses of an
 * architecture that is not known here.
 */
static inline enum compat_memory compat_memory_of(unsigned long address)
{
#ifdef CONFIG_X86_64
	/*
	 * The first MiB holds the video memory and ROMs beside RAM that nobody
	 * gives to slabs or stacks. Above the modules is the fixmap: devices.
	 */
	if (address >= PAGE_OFFSET + SZ_1M && address < VMALLOC_START)
		return COMPAT_MEMORY_RAM;
	if (address >= VMALLOC_START && address < VMALLOC_END)
		return COMPAT_MEMORY_VMALLOC;
	if (compat_is_image(address))
		return COMPAT_MEMORY_IMAGE;
#endif
	return COMPAT_MEMORY_OTHER;
}

/**
 * compat_pfn_of_direct_map() - the page that the direct map of RAM has there
 * @address: any number that is COMPAT_MEMORY_RAM
 *
 * __pa() is for what is known to be RAM: where it is debugged, a number that no
 * address on the bus can have is a bug to it.
 *
 * Context: any.
 * Return: number of the page, whether it is there or not.
 */
static inline unsigned long compat_pfn_of_direct_map(unsigned long address)
{
	return (address - PAGE_OFFSET) >> PAGE_SHIFT;
}

/**
 * compat_pfn_mapped_at() - the page that vmalloc space has at an address
 * @address: any number in it
 *
 * vmalloc_to_page() is for what is known to be mapped: it warns of large pages
 * before 5.13, and of what is not mapped, or no more a moment later. A page of
 * 1 GiB counts as none: only devices are mapped so. The table may be given back
 * while it is looked at, for a large page that takes its place.
 *
 * Context: any.
 * Return: number of the page, whether it is RAM or not; ULONG_MAX for none.
 */
static inline unsigned long compat_pfn_mapped_at(unsigned long address)
{
#ifdef CONFIG_X86_64
	unsigned int level;
	const void *entry = lookup_address(address, &level);
	pmd_t pmd;
	pte_t pte;

	if (entry && level == PG_LEVEL_4K) {
		if (!copy_from_kernel_nofault(&pte, entry, sizeof(pte)) &&
		    pte_present(pte))
			return pte_pfn(pte);
	} else if (entry && level == PG_LEVEL_2M) {
		if (!copy_from_kernel_nofault(&pmd, entry, sizeof(pmd)) &&
		    pmd_present(pmd) && pmd_leaf(pmd))
			return pmd_pfn(pmd) +
			       ((address & ~PMD_MASK) >> PAGE_SHIFT);
	}
#endif
	return ULONG_MAX;
}

/**
 * compat_pfn_told_at() - the page that is told of at an address
 * @address: any number
 *
 * The kernel has an array of struct page. What of it is there depends on what RAM
 * is there.
 *
 * Context: any.
 * Return: number of the page, whether it is there or not; ULONG_MAX if the
 * address is in no such array.
 */
static inline unsigned long compat_pfn_told_at(unsigned long address)
{
#if defined(CONFIG_X86_64) && defined(CONFIG_SPARSEMEM_VMEMMAP)
	const unsigned long pages = 1UL << (MAX_PHYSMEM_BITS - PAGE_SHIFT);

	if (address >= VMEMMAP_START &&
	    address - VMEMMAP_START < pages * sizeof(struct page))
		return (address - VMEMMAP_START) / sizeof(struct page);
#endif
	return ULONG_MAX;
}

/**
 * compat_is_unaccepted() - has a guest not taken a page yet that its host gave it?
 * @page: a page of RAM that is online
 *
 * To touch one ends the guest. Blocks of the largest order are told by their first page,
 * until just before the guest takes them: for that moment, and on kernels before 6.12
 * that can do so, it can't be known.
 *
 * Context: any.
 */
static inline bool compat_is_unaccepted(struct page *page)
{
#if defined(COMPAT_HAVE_PAGE_UNACCEPTED) && defined(CONFIG_UNACCEPTED_MEMORY)
	unsigned long first = round_down(page_to_pfn(page), MAX_ORDER_NR_PAGES);
	struct page *head = pfn_to_online_page(first);

	return head && PageUnaccepted(head);
#else
	return false;
#endif
}

#endif /* COMPAT_MEMORY_H */
