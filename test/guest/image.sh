#!/usr/bin/env bash
# Makes what a guest boots: Debian's cloud kernel, and an initramfs of busybox with the drivers of virtio-net. Installs
# nothing and starts nothing; what is there already stays. Usage: test/guest/image.sh FOLDER
set -euo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
[[ -s $out/vmlinuz && -s $out/initramfs ]] && exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
chmod 755 .
package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image/ { print $2; exit }')
apt-get download -q "$package" >apt.log 2>&1 || { tail -n 3 apt.log >&2; exit 3; }
dpkg -x ./*.deb kernel
mkdir -p root/{bin,dev,proc,sys,modules,etc}
cp /usr/bin/busybox root/bin/busybox
for name in virtio virtio_ring virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci failover net_failover virtio_net; do
	find kernel/lib/modules -name "$name.ko" -exec cp {} root/modules/ \;
done
install -m 755 "$here/init" root/init
install -m 755 "$here/lease" root/etc/lease
(cd root && find . | cpio -o -H newc --quiet | gzip -1) >initramfs
cp kernel/boot/vmlinuz-* "$out/vmlinuz"
mv initramfs "$out/initramfs"
