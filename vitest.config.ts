import { defineConfig } from "vitest/config";

/** Tests that start dist/mech.js; a global setup builds it first, once. */
const commandLine = ["test/cli/**/*.test.ts", "test/bad.test.ts", "test/**/*.cli.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        // Nothing in the core has state between calls, so files share their modules; loading them for each file took longer than the tests.
        test: { name: "unit", include: ["test/**/*.test.ts"], exclude: [...commandLine, "test/slow/**"], isolate: false },
      },
      {
        extends: true,
        test: { name: "cli", include: commandLine, exclude: ["test/slow/**"], globalSetup: ["test/build-once.ts"] },
      },
    ],
  },
});
