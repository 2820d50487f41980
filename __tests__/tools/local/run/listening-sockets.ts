import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A TCP socket that accepts connections. */
export interface ListeningSocket {
  /** Such as `127.0.0.1`; for IPv6, 32 hexadecimal digits as the kernel writes them. */
  readonly address: string;
  readonly port: number;
}

/**
 * The TCP sockets on which a process and its descendants listen, as Linux lists them
 * (https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html).
 */
export function listeningSockets(pid: number): ListeningSocket[] {
  const inodes = new Set(processTree(pid).flatMap(socketInodes));
  return ["tcp", "tcp6"]
    .flatMap((table) => readFileSync(`/proc/net/${table}`, "utf8").trim().split("\n").slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode = ""]) => state === LISTEN && inodes.has(inode))
    .map(([, local = ""]) => {
      const [address = "", port = ""] = local.split(":");
      return { address: readAddress(address), port: Number.parseInt(port, 16) };
    });
}

const LISTEN = "0A";

function processTree(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" "));
  return [pid, ...children.filter((child) => child.trim() !== "").flatMap((child) => processTree(Number(child)))];
}

function socketInodes(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(readlinkOrEmpty(`${folder}/${fd}`))?.[1] ?? []);
}

/** The descriptor may have been closed since it was listed. */
function readlinkOrEmpty(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

/** The kernel writes an IPv4 address as one number in the byte order of the machine, which is little-endian. */
function readAddress(hex: string): string {
  return hex.length === 8 ? [...Buffer.from(hex, "hex").reverse()].join(".") : hex;
}
