import { testChaos } from "./test/as-tests";

testChaos({ profile: "quick", whatever: "whatever is killed, flushed, frozen or dropped" });
