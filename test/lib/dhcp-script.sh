#!/bin/sh
# What a DHCP client calls with its answer: sets the interface up as told and appends the answer to the file $TOLD, so that
# a test can ask what the client was told. For udhcpc (first argument) and dhclient ($reason). It touches nothing else.
[ -n "$reason" ] || reason=$1
{
	echo "reason=$reason"
	env | grep -E '^(ip|mask|subnet|router|dns|mtu|lease|hostname|staticroutes|new_[a-z0-9_]*)=' | sort
} >>"$TOLD"
case $reason in
deconfig | PREINIT | PREINIT6) ip link set "$interface" up ;;
bound | renew)
	[ -n "$mtu" ] && ip link set "$interface" mtu "$mtu"
	ip address replace "$ip/$mask" dev "$interface"
	[ -n "$router" ] && ip route replace default via "$router"
	;;
BOUND | RENEW | REBIND | REBOOT)
	length=$(busybox ipcalc -p "$new_ip_address" "$new_subnet_mask")
	ip address replace "$new_ip_address/${length#PREFIX=}" dev "$interface"
	[ -n "$new_routers" ] && ip route replace default via "$new_routers"
	;;
BOUND6 | RENEW6 | REBIND6) ip -6 address replace "$new_ip6_address/64" dev "$interface" nodad ;;
esac
exit 0
