/* The ConnectX-3 Pro model's parts. */
#ifndef EDGELANE_CARDS_MLX4_H
#define EDGELANE_CARDS_MLX4_H

#include "card.h"

uint16_t mlx4_burst(void *txq, struct rte_mbuf **m, uint16_t count);
void mlx4_describe(const struct model *m, const struct headers *h, const struct arrived *a,
                   struct rte_mbuf *mbuf);
int mlx4_rule(const struct model *m, const struct rte_flow_attr *attr, const struct rte_flow_item pattern[],
              const struct rte_flow_action actions[], struct rule *rule, struct rte_flow_error *error);

/* Does it parse into this packet? Only VXLAN over IPv4, on the port the kernel gave it. */
bool mlx4_knows(const struct model *m, const struct headers *h, const uint8_t *f);
/* Inner checksums at all: a ConnectX-3 Pro whose verbs tell of checksums. */
bool mlx4_inner_sums(const struct model *m);

#endif
