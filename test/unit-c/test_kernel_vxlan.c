/* The kernel's VXLAN port, asked of real devices in a network namespace of the test's own. */
#include "check.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#include "port_device.h"

static void run(const char *command)
{
	if (system(command) != 0)
		fail_msg("%s", command);
}

static void the_first_that_is_up_over_ipv4(void **state)
{
	(void)state;
	if (unshare(CLONE_NEWNET) != 0 || system("ip link add probe type vxlan id 9 dstport 9 2>&1") != 0) {
		print_message("skipped: no network namespace or no VXLAN device may be made here\n");
		skip();
	}
	assert_int_equal(kernel_vxlan_port(), 0); /* not up */
	run("ip link add six type vxlan id 2 dstport 4791 local ::1 && ip link set six up");
	assert_int_equal(kernel_vxlan_port(), 0);
	run("ip link add four type vxlan id 1 dstport 4790 && ip link set four up");
	run("ip link add later type vxlan id 3 dstport 4792 && ip link set later up");
	assert_int_equal(kernel_vxlan_port(), 4790);
	run("ip link set four down");
	assert_int_equal(kernel_vxlan_port(), 4792);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_that_is_up_over_ipv4),
	};

	return cmocka_run_group_tests_name("kernel-vxlan", tests, NULL, NULL);
}
