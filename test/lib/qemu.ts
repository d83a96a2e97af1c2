// A guest in QEMU, emulated by TCG, with one virtio-net card served by vhost-user: it is told what to do over its
// serial line. It must never outlive the laboratory.
import { join } from "node:path";
import type { Lab } from "./netns.js";
import { eventually, Hopeless, type Running, run } from "./run.js";

const root = join(import.meta.dirname, "../..");
const image = join(root, "build/guest");

export interface QemuOptions {
  /** Socket of the vhost-user port, which exists. */
  socket: string;
  mac: string;
  label: string;
}

export class Qemu {
  private seen = 0;

  private constructor(
    private readonly label: string,
    private readonly running: Running,
  ) {}

  /** Makes the image where there is none. */
  static async image(): Promise<void> {
    await run("bash", [join(root, "test/guest/image.sh"), image], { timeoutMs: 120_000 });
  }

  static async boot(lab: Lab, { socket, mac, label }: QemuOptions): Promise<Qemu> {
    const running = lab.spawn("qemu-system-x86_64", [
      ...["-machine", "q35,accel=tcg", "-cpu", "max", "-smp", "1", "-m", "160M"],
      ...["-object", "memory-backend-memfd,id=mem,size=160M,share=on", "-numa", "node,memdev=mem"],
      ...["-kernel", join(image, "vmlinuz"), "-initrd", join(image, "initramfs")],
      ...["-append", "console=ttyS0 quiet panic=-1 tsc=unstable rdinit=/init"],
      ...["-nodefaults", "-display", "none", "-no-reboot", "-serial", "stdio"],
      ...["-chardev", `socket,id=c,path=${socket}`, "-netdev", "vhost-user,id=n,chardev=c"],
      // With MSI-X this QEMU ends when vhost-user starts.
      ...["-device", `virtio-net-pci,netdev=n,mac=${mac},romfile=,vectors=0`],
    ]);
    const guest = new Qemu(label, running);
    await guest.until("== ready", 90_000);
    return guest;
  }

  /** Runs it in the guest's shell; its output. */
  async sh(command: string, timeoutMs = 60_000): Promise<{ code: number; text: string }> {
    this.running.process.stdin!.write(`${command}\n`);
    const text = await this.until("== ", timeoutMs);
    return { code: this.code, text };
  }

  private code = 0;

  /** What it wrote up to a line that begins so. */
  private async until(mark: string, timeoutMs: number): Promise<string> {
    let text = "";
    await eventually(
      `${mark}of guest ${this.label}`,
      async () => {
        const out = this.running.stdout;
        const line = new RegExp(`^${mark}(\\S*)\\r?\\n`, "m").exec(out.slice(this.seen));
        if (line === null) {
          if (!this.running.running) throw new Hopeless(`the guest ended\n${this.running.output()}`);
          return false;
        }
        text = out.slice(this.seen, this.seen + line.index).replaceAll("\r", "");
        this.seen += line.index + line[0].length;
        this.code = Number(line[1]);
        return true;
      },
      timeoutMs,
      50,
    );
    return text;
  }
}
