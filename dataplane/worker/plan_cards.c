/* Which card a device is, and what is documented of a card without one. See plan.h, abi/plan.h. */
#include "plan.h"

#include <stdio.h>
#include <string.h>

#define MELLANOX 0x15b3
#define INTEL 0x8086

/* Of several with one PCI id the first is meant. */
static const struct {
	const char *word;
	uint16_t vendor, device;
	const char *driver; /* devices without PCI id */
	void (*describe)(struct el_device *d);
} known[] = {
    {"connectx3-pro", MELLANOX, 0x1007, "", plan_describe_mlx4},
    {"connectx3", MELLANOX, 0x1003, "", plan_describe_mlx4},
    {"connectx3-vf", MELLANOX, 0x1004, "", plan_describe_mlx4},
    {"x710", INTEL, 0x1572, "", plan_describe_i40e},
    {"xl710", INTEL, 0x1583, "", plan_describe_i40e},
    {"xxv710", INTEL, 0x158b, "", plan_describe_i40e},
    {"x722", INTEL, 0x37d0, "", plan_describe_i40e},
    {"vhost", 0, 0, "net_vhost", plan_describe_virtio},
    {"tap", 0, 0, "tap", plan_describe_tap},
    {"net_tap", 0, 0, "net_tap", plan_describe_virtio},
};
#define KNOWN (sizeof(known) / sizeof(known[0]))

const struct card *plan_card_of(const struct el_device *device)
{
	static const struct card *const cards[] = {&plan_mlx4, &plan_i40e, &plan_virtio, &plan_tap};

	for (size_t i = 0; i < sizeof(cards) / sizeof(cards[0]); i++)
		for (const char *const *driver = cards[i]->drivers; *driver; driver++)
			if (strcmp(device->driver, *driver) == 0)
				return cards[i];
	return &plan_plain;
}

static bool is_called(size_t i, const char *card)
{
	char id[16];

	snprintf(id, sizeof(id), "%04x:%04x", known[i].vendor, known[i].device);
	return strcmp(known[i].word, card) == 0 || (known[i].vendor && strcmp(id, card) == 0);
}

int el_card_device(const char *card, struct el_device *device)
{
	for (size_t i = 0; i < KNOWN; i++) {
		if (!is_called(i, card))
			continue;
		*device = (struct el_device){
		    .size = sizeof(*device), .vendor = known[i].vendor, .device = known[i].device};
		snprintf(device->driver, sizeof(device->driver), "%s", known[i].driver);
		known[i].describe(device);
		return 0;
	}
	return -EL_ERR_UNKNOWN_ID;
}

const char *el_card_name(uint32_t index)
{
	return index < KNOWN ? known[index].word : NULL;
}
