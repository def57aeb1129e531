import { BlockList, isIPv4, isIPv6 } from "node:net";

/** All that the special-purpose registry of IANA knows of IPv4, and one address of a cloud that looks public and is not. */
const specialV4 = blockList("ipv4", [
  "0.0.0.0/8", // this network; 0.0.0.0 reaches the machine itself
  "10.0.0.0/8",
  "100.64.0.0/10", // carrier-grade NAT, and the metadata service of a cloud
  "127.0.0.0/8",
  "169.254.0.0/16", // link-local, and the metadata service of most clouds
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24", // relays of 6to4
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, and broadcast
  "168.63.129.16/32", // the host of a virtual machine in Azure
]);

// In IPv6 the public part is the smaller one, so it is listed instead: what is not in it (loopback, unique local, link-local,
// multicast, addresses that carry one of IPv4, NAT64) is refused without anybody having to think of it.
const globalV6 = blockList("ipv6", ["2000::/3"]);
const specialV6 = blockList("ipv6", [
  "2001::/23", // protocol assignments, with Teredo, which carries an address of IPv4
  "2001:db8::/32",
  "2002::/16", // 6to4, which carries an address of IPv4
  "3fff::/20",
]);

const loopbackV4 = blockList("ipv4", ["127.0.0.0/8"]);

/** Whether an address is one of the public internet. Anything that is no address is not. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !specialV4.check(address, "ipv4");
  if (!isIPv6(address) || address.includes("%")) return false;
  return globalV6.check(address, "ipv6") && !specialV6.check(address, "ipv6");
}

/** Whether it is this machine's own, in the two usual spellings. */
export function isLoopback(address: string): boolean {
  return isIPv4(address) ? loopbackV4.check(address, "ipv4") : address === "::1";
}

function blockList(family: "ipv4" | "ipv6", ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", prefix = ""] = range.split("/");
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}
