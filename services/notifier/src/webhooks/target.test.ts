import { parseTarget } from "./target";

const inProduction = { allowLoopback: false };
const inDevelopment = { allowLoopback: true };
const faultOf = (url: string, rules = inProduction): string | undefined => {
  const target = parseTarget(url, rules);
  return "fault" in target ? target.fault : undefined;
};

describe("requests may go to", () => {
  it.each([
    ["https://hooks.example.com/okoshko", "hooks.example.com"],
    ["https://hooks.example.com:443/", "hooks.example.com"],
    ["https://hooks.example.com:8443/a?token=1", "hooks.example.com"],
    ["HTTPS://HOOKS.Example.COM/", "hooks.example.com"],
    ["https://hooks.example.com./", "hooks.example.com"],
    ["https://пример.испытание/", "xn--e1afmkfd.xn--80akhbyknj4f"],
    ["https://xn--e1afmkfd.xn--80akhbyknj4f/", "xn--e1afmkfd.xn--80akhbyknj4f"],
    ["https://8.8.8.8/", "8.8.8.8"],
    ["https://134744072/", "8.8.8.8"],
    ["https://[2606:4700:4700::1111]/", "2606:4700:4700::1111"],
    // What only ends in a number-like way, or begins with an inner name, is an ordinary name.
    ["https://localhost.example.com/", "localhost.example.com"],
    ["https://mylocalhost.com/", "mylocalhost.com"],
  ])("%s", (url, host) => {
    const target = parseTarget(url, inProduction);
    expect("host" in target && target.host).toBe(host);
  });
});

describe("requests may not go to", () => {
  it.each([
    // Loopback in every spelling that some parser takes.
    "https://127.0.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://0/",
    "https://0.0.0.0/",
    "https://127.0.0.1./",
    "https://１２７.０.０.１/",
    "https://127。0。0。1/",
    "https://%31%32%37.0.0.1/",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::127.0.0.1]/",
    "https://[2002:7f00:1::]/",
    // Networks behind a door.
    "https://10.0.0.5/",
    "https://0xa9fea9fe/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://192.168.0.1/",
    "https://100.64.0.1/",
    // Names that mean something only inside.
    "https://localhost/",
    "https://LOCALHOST/",
    "https://localhost./",
    "https://ｌｏｃａｌｈｏｓｔ/",
    "https://api.localhost/",
    "https://postgres/",
    "https://booking-api.shop.svc/",
    "https://booking-api.shop.svc.cluster.local/",
    "https://booking-api.shop.svc.cluster.local./",
    "https://metadata.google.internal/",
    "https://printer.local/",
    "https://router.lan/",
    // No way to say a password, a fragment, another scheme or port.
    "http://hooks.example.com/",
    "https://user@hooks.example.com/",
    "https://user:password@hooks.example.com/",
    "https://:password@hooks.example.com/",
    "https://8.8.8.8@127.0.0.1/",
    "https://hooks.example.com#@127.0.0.1/",
    "https://hooks.example.com:22/",
    "https://hooks.example.com:80/",
    "https://hooks.example.com:5432/",
    "https://hooks.example.com:6379/",
    "ftp://hooks.example.com/",
    "file:///etc/passwd",
    "gopher://hooks.example.com/",
    "data:text/plain,x",
    "javascript:alert(1)",
    "//hooks.example.com/",
    "hooks.example.com",
    "https://",
    "https:///",
    "https://[::1/",
    "https://256.256.256.256/",
    "https://a b.com/",
    "",
  ])("%s", (url) => expect(faultOf(url)).toEqual(expect.any(String)));

  it("says which rule, and never what the address leads to", () => {
    expect(faultOf("http://hooks.example.com/")).toBe("does not begin with https://");
    expect(faultOf("https://a:b@hooks.example.com/")).toBe("has a user name or a password in it");
    expect(faultOf("https://hooks.example.com:22/")).toBe("has another port than 443 or 8443");
    expect(faultOf("https://2130706433/")).toBe("is not a public address");
    expect(faultOf("https://postgres/")).toBe("has a host that is not public");
  });
});

describe("in development", () => {
  it.each([
    "http://127.0.0.1:9000/hook",
    "http://localhost:9000/",
    "http://[::1]:9000/",
    "https://localhost:9000/",
    "https://hooks.example.com/",
  ])("requests may go to %s", (url) => expect(faultOf(url, inDevelopment)).toBeUndefined());

  it.each([
    "http://10.0.0.1/",
    "http://169.254.169.254/",
    "http://192.168.1.1:9000/",
    "http://0.0.0.0:9000/",
    "http://[::ffff:127.0.0.1]:9000/",
    "http://postgres:5432/",
    "http://user:password@127.0.0.1:9000/",
    "ftp://127.0.0.1/",
  ])("requests may still not go to %s", (url) =>
    expect(faultOf(url, inDevelopment)).toEqual(expect.any(String)),
  );
});
