// SPDX-License-Identifier: GPL-2.0
/*
 * peek.c - the only reads of memory that we hold no reference to
 *
 * That a read does not fault does not make it harmless: a device's registers
 * answer, and reading one may change what the device does. So only what is
 * known to be RAM is read, as /proc/kcore does it. RAM that a hypervisor took
 * back, or that was not accepted from it yet, or that has failed, is none.
 */
#include <linux/irqflags.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/uaccess.h>
#include "compat/memory.h"
#include "peek.h"

/* What the page allocator has at once is no more than that; no slab is larger. */
#define MOST_ORDER	10

static bool is_online(struct page *page)
{
	return page && !PageOffline(page) && !PageHWPoison(page) &&
	       !compat_is_unaccepted(page);
}

static struct page *online_page(unsigned long pfn)
{
	return pfn == ULONG_MAX ? NULL : pfn_to_online_page(pfn);
}

static bool is_ram(unsigned long address)
{
	struct page *page;

	switch (compat_memory_of(address)) {
	case COMPAT_MEMORY_IMAGE:
		return true;
	case COMPAT_MEMORY_RAM:
		return is_online(online_page(compat_pfn_of_direct_map(address)));
	case COMPAT_MEMORY_VMALLOC:
		/*
		 * What vmalloc() got from the page allocator is not reserved;
		 * the holes in RAM that devices and firmware are mapped from
		 * are, where they have a struct page at all.
		 */
		page = online_page(compat_pfn_mapped_at(address));
		return is_online(page) && !PageReserved(page);
	default:
		/*
		 * What tells of online RAM is in RAM itself. Of that which is
		 * offline, or of a device's, it may be in the device's memory,
		 * or be nothing at all.
		 */
		return online_page(compat_pfn_told_at(address));
	}
}

static bool peek(void *to, const void *from, size_t size)
{
	unsigned long first = (unsigned long)from;
	unsigned long last = first + size - 1;

	if (!size || last < first || !is_ram(first))
		return false;
	if (first >> PAGE_SHIFT != last >> PAGE_SHIFT && !is_ram(last))
		return false;
	return !copy_from_kernel_nofault(to, from, size);
}

/*
 * What was mapped in vmalloc space is another thing's only after each CPU was told
 * to forget the old one, by an interrupt: none comes between look and copy. Where a
 * CPU tells the others without one (INVLPGB, since 6.15), a device would have to be
 * mapped there within that moment.
 */
bool scope_peek(void *to, const void *from, size_t size)
{
	unsigned long flags;
	bool copied;

	if (compat_memory_of((unsigned long)from) != COMPAT_MEMORY_VMALLOC)
		return peek(to, from, size);
	local_irq_save(flags);
	copied = peek(to, from, size);
	local_irq_restore(flags);
	return copied;
}

bool scope_is_on_stack(const struct task_struct *task, unsigned long address)
{
	unsigned long low = (unsigned long)task_stack_page(task);

	return low && address - low < THREAD_SIZE;
}

bool scope_peek_stack(void *to, const struct task_struct *task,
		      unsigned long from, size_t size)
{
	unsigned long low, flags;
	bool copied;

	/*
	 * A stack goes when its task is dead and a grace period is over, which none
	 * is while interrupts are off; before 5.18, and to the next task, at once.
	 * Words of another one's, or of nobody's, are then copied, and given up: by
	 * the mark of the task, which is dead (see snap.c).
	 */
	local_irq_save(flags);
	low = (unsigned long)task_stack_page(task);
	copied = low && !READ_ONCE(task->exit_state) &&
		 from % sizeof(long) == 0 && from >= low &&
		 size <= THREAD_SIZE && from - low <= THREAD_SIZE - size &&
		 !copy_from_kernel_nofault(to, (void *)from, size);
	local_irq_restore(flags);
	return copied;
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

/* The first of the pages that one of RAM belongs to, if they are a slab's. */
static struct page *slab_of(struct page *page)
{
	struct page *head = compound_head(page);

	/* What was read of a page that nobody holds may be anything. */
	if (head != page && (pfn_to_online_page(page_to_pfn(head)) != head ||
			     !is_online(head)))
		return NULL;
	return PageSlab(head) ? head : NULL;
}

bool scope_peek_slab(struct scope_slab *slab, const void *address)
{
	const unsigned long at = (unsigned long)address;
	struct page *page, *head;
	unsigned int order;

	if (compat_memory_of(at) != COMPAT_MEMORY_RAM)
		return false;
	page = online_page(compat_pfn_of_direct_map(at));
	if (!is_online(page))
		return false;
	head = slab_of(page);
	if (!head)
		return false;
	slab->start = (unsigned long)page_address(head);
	/* Where the slab has just been given back, it may be any number. */
	order = compound_order(head);
	if (order > MOST_ORDER)
		return false;
	slab->size = PAGE_SIZE << order;
	return !copy_from_kernel_nofault(slab->words, head,
					 sizeof(slab->words)) &&
	       slab_of(page) == head && at >= slab->start &&
	       at - slab->start < slab->size;
}
