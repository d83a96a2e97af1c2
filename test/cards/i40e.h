/* The X710 model's parts. */
#ifndef EDGELANE_CARDS_I40E_H
#define EDGELANE_CARDS_I40E_H

#include "card.h"

uint16_t i40e_burst(void *txq, struct rte_mbuf **m, uint16_t count);
uint16_t i40e_prepare(void *txq, struct rte_mbuf **m, uint16_t count);
void i40e_describe(const struct model *m, const struct headers *h, const struct arrived *a,
                   struct rte_mbuf *mbuf);
int i40e_rule(const struct model *m, const struct rte_flow_attr *attr, const struct rte_flow_item pattern[],
              const struct rte_flow_action actions[], struct rule *rule, struct rte_flow_error *error);

/* control.c asks for these. */
int i40e_udp_tunnel(struct model *m, const struct rte_eth_udp_tunnel *tunnel, bool add);
int i40e_rx_mode(const struct model *m, uint16_t queue, char *name, size_t room);
int i40e_tx_mode(const struct model *m, uint16_t queue, char *name, size_t room);

#endif
